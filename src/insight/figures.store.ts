import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../storage/index.ts'

export interface FigureQuery {
  readonly orgId: string
  /** Null = every shop of the organisation. */
  readonly shopIds: readonly string[] | null
  /** Epoch ms, half open. */
  readonly from: number
  readonly to: number
}

const count = z.coerce.number().int()
const figures = z.object({
  /** Conversations in which a buyer asked something. */
  talks: count,
  /** Bursts of a buyer's messages that the robot had to answer. */
  turns: count,
  /** Turns that were more than a greeting or thanks. */
  questions: count,
  /** Questions that were matched to knowledge, whatever came of it. */
  recognised: count,
  /** Questions that got an answer of substance. */
  answered: count,
  /** Questions to which the robot could only say that it did not understand. */
  missed: count,
  /** Talks in which the robot called a person. */
  handedOff: count,
  /** Talks in which the robot took part and nobody was called or spoke. */
  alone: count,
  /** From a burst's receipt to its settled reply, ms. */
  replyMsMedian: z.coerce.number().nullable(),
  replyMsP95: z.coerce.number().nullable(),
})
const hour = z.object({ at: z.coerce.number().int(), turns: count, handedOff: count })
export type DayFigures = z.infer<typeof figures> & { readonly hours: readonly z.infer<typeof hour>[] }

const HOUR_MS = 3_600_000
const SLACK_MS = 60_000

/** What the robot did in a period, counted from the turns themselves. Turn ids sort by time, so the key bounds the scan. */
export async function readFigures(tx: Tx, query: FigureQuery): Promise<DayFigures> {
  const turns = turnsOf(query)
  const { rows } = await sql`with t as (${turns}), spoken as (
      select distinct t.conversation_id from t join message m on m.org_id = ${query.orgId} and m.conversation_id = t.conversation_id
        and m.role = 'agent' and m.stored_at >= ${query.from} and m.stored_at < ${query.to})
    select count(distinct conversation_id) as talks, count(*) as turns,
      count(*) filter (where is_question) as questions,
      count(*) filter (where is_question and (scenario is not null or decision ~ 'attribute|ask')) as recognised,
      count(*) filter (where is_question and decision ~ 'answer|attribute') as answered,
      count(*) filter (where decision ~ 'fallback') as missed,
      count(distinct conversation_id) filter (where decision ~ 'hand-off') as "handedOff",
      count(distinct conversation_id) filter (where conversation_id not in
        (select conversation_id from t where decision ~ 'hand-off' union select conversation_id from spoken)) as alone,
      percentile_cont(0.5) within group (order by reply_ms) as "replyMsMedian",
      percentile_cont(0.95) within group (order by reply_ms) as "replyMsP95" from t`.execute(tx)
  const hours =
    await sql`with t as (${turns}) select received_at - received_at % ${HOUR_MS}::bigint as at, count(*) as turns,
      count(*) filter (where decision ~ 'hand-off') as "handedOff" from t group by 1 order by 1`.execute(tx)
  return { ...figures.parse(rows[0]), hours: z.array(hour).parse(hours.rows) }
}

/** Silence while a person speaks is no turn of the robot's. */
const turnsOf = ({ orgId, shopIds, from, to }: FigureQuery) => sql`
  select conversation_id, received_at, decision, scenario, settled_at - received_at as reply_ms,
    decision !~ '^(talk|acknowledge)([+](talk|acknowledge))*$' as is_question
  from turn where org_id = ${orgId} and turn_id >= ${firstId(from - SLACK_MS)} and turn_id < ${firstId(to + SLACK_MS)}
    and received_at >= ${from} and received_at < ${to} and state = 'settled' and decision is not null and decision <> 'stay-silent'
    and (${shopIds === null}::boolean or shop_id = any (${shopIds ?? []}::uuid[]))`

/** The smallest UUIDv7 of a millisecond. */
function firstId(at: number): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
