import { sql } from 'kysely'
import { z } from 'zod'
import {
  IS_ANSWERED,
  IS_HANDED_OFF,
  IS_MISSED,
  IS_RECOGNISED,
  robotTurns,
  spokenByPeople,
} from '../conversation/index.ts'
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

/** What the robot did in a period, counted from the turns themselves. */
export async function readFigures(tx: Tx, query: FigureQuery): Promise<DayFigures> {
  const turns = robotTurns(query)
  const { rows } = await sql`with robot_turn as (${turns}), spoken as (${spokenByPeople(query)})
    select count(distinct conversation_id) as talks, count(*) as turns,
      count(*) filter (where is_question) as questions,
      count(*) filter (where ${IS_RECOGNISED}) as recognised,
      count(*) filter (where ${IS_ANSWERED}) as answered,
      count(*) filter (where ${IS_MISSED}) as missed,
      count(distinct conversation_id) filter (where ${IS_HANDED_OFF}) as "handedOff",
      count(distinct conversation_id) filter (where conversation_id not in
        (select conversation_id from robot_turn where ${IS_HANDED_OFF} union select conversation_id from spoken)) as alone,
      percentile_cont(0.5) within group (order by reply_ms) as "replyMsMedian",
      percentile_cont(0.95) within group (order by reply_ms) as "replyMsP95" from robot_turn`.execute(tx)
  const hours =
    await sql`with robot_turn as (${turns}) select received_at - received_at % ${HOUR_MS}::bigint as at, count(*) as turns,
      count(*) filter (where ${IS_HANDED_OFF}) as "handedOff" from robot_turn group by 1 order by 1`.execute(tx)
  return { ...figures.parse(rows[0]), hours: z.array(hour).parse(hours.rows) }
}
