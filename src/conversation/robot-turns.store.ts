import { type RawBuilder, sql } from 'kysely'

interface Period {
  readonly orgId: string
  /** Null = every shop of the organisation. */
  readonly shopIds: readonly string[] | null
  /** Epoch ms, half open; absent: from the beginning, to the end. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const SLACK_MS = 60_000
const BEGINNING = 0
const END = 2 ** 47

/**
 * The turns that count: those that the robot answered in a period. Silence while a person speaks is no turn of its own.
 * Turn ids sort by time, so the key bounds the scan. Figures and the lists behind them are made from this alone.
 */
export const robotTurns = ({ orgId, shopIds, from = BEGINNING, to = END }: Period): RawBuilder<unknown> => sql`
  select conversation_id, received_at, decision, scenario, settled_at - received_at as reply_ms,
    decision !~ '^(talk|acknowledge)([+](talk|acknowledge))*$' as is_question
  from turn where org_id = ${orgId} and turn_id >= ${firstId(from - SLACK_MS)} and turn_id < ${firstId(to + SLACK_MS)}
    and received_at >= ${from} and received_at < ${to} and state = 'settled' and decision is not null and decision <> 'stay-silent'
    and (${shopIds === null}::boolean or shop_id = any (${shopIds ?? []}::uuid[]))`

/** Of such a turn: what came of it. */
export const IS_RECOGNISED = sql`is_question and (scenario is not null or decision ~ 'attribute|ask')`
export const IS_ANSWERED = sql`is_question and decision ~ 'answer|attribute'`
export const IS_MISSED = sql`decision ~ 'fallback'`
export const IS_HANDED_OFF = sql`decision ~ 'hand-off'`

/** Conversations in which a person of the shop spoke in the period. */
export const spokenByPeople = ({ orgId, from = BEGINNING, to = END }: Period): RawBuilder<unknown> => sql`
  select m.conversation_id from message m where m.org_id = ${orgId} and m.role = 'agent'
    and m.conversation_id in (select conversation_id from robot_turn) and m.stored_at >= ${from} and m.stored_at < ${to}`

export const TALK_OUTCOMES = ['heard', 'recognised', 'answered', 'missed', 'handed-off', 'alone'] as const
export type TalkOutcome = (typeof TALK_OUTCOMES)[number]

const WITH: Readonly<Record<Exclude<TalkOutcome, 'alone'>, RawBuilder<unknown>>> = {
  heard: sql`true`,
  recognised: IS_RECOGNISED,
  answered: IS_ANSWERED,
  missed: IS_MISSED,
  'handed-off': IS_HANDED_OFF,
}

/** Ids of the conversations that a figure counts, or whose turns it counts. */
export function talksWith(outcome: TalkOutcome, period: Period): RawBuilder<unknown> {
  const condition =
    outcome === 'alone'
      ? sql`conversation_id not in (select conversation_id from robot_turn where ${IS_HANDED_OFF} union ${spokenByPeople(period)})`
      : WITH[outcome]
  return sql`with robot_turn as (${robotTurns(period)}) select conversation_id from robot_turn where ${condition}`
}

/** The smallest UUIDv7 of a millisecond. */
export function firstId(at: number): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
