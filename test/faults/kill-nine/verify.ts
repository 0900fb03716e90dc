import { askRows } from '../../../bench/ground.ts'
import type { Acknowledged } from './writers.ts'

/** Every count but the first three must be 0. */
export interface Verdict {
  readonly acknowledged: number
  readonly stored: number
  readonly turns: number
  readonly lost: number
  readonly changed: number
  readonly doubled: number
  readonly openTurns: number
  readonly failedTurns: number
  readonly turnsWithoutAnswer: number
  readonly turnsAnsweredTwice: number
  readonly torn: number
  readonly gaps: number
  readonly openDeliveries: number
  readonly undelivered: number
}

const LOST = `
  select count(*) filter (where m.message_id is null)::int as lost,
    count(*) filter (where m.seq <> a.seq or m.conversation_id <> a.conversation_id or m.turn_id <> a.turn_id)::int as changed
  from unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[]) as a(id, seq, conversation_id, turn_id)
  left join message m on m.message_id = a.id and m.role = 'buyer'`

// A key is stored once by constraint; a second message under it would be a message more than there are keys.
const COUNTS = `
  select (select count(*) from message where role = 'buyer')::int as stored,
    (select count(*) from message where role = 'buyer')::int - (select count(*) from heard_key)::int as doubled,
    (select count(*) from turn)::int as turns,
    (select count(*) from due_turn)::int as open_turns,
    (select count(*) from turn where state <> 'settled')::int as failed_turns,
    (select count(*) from due_delivery)::int as open_deliveries,
    (select count(*) from delivery where state <> 'delivered')::int as undelivered`

// What a turn said: its messages, its deliveries, and the events that tell of it. All of them once or, when it kept silent, none.
const ANSWERS = `
  select count(*) filter (where t.state = 'settled' and said.messages = 0 and t.decision not like 'stay-silent%')::int as without_answer,
    count(*) filter (where sent.deliveries > 1 or told.decided > 1)::int as twice,
    count(*) filter (where said.messages <> sent.messages)::int as torn
  from turn t
  left join lateral (select count(*) as messages from message m where m.org_id = t.org_id and m.conversation_id = t.conversation_id and m.turn_id = t.turn_id and m.role = 'robot') said on true
  left join lateral (select count(*) as deliveries, coalesce(sum(cardinality(d.seqs)), 0) as messages from delivery d
    where d.org_id = t.org_id and d.conversation_id = t.conversation_id and d.turn_id = t.turn_id) sent on true
  left join (select e->'body'->>'turnId' as turn_id, count(*) as decided from outbox, json_array_elements(events) e where e->>'type' = 'reply.decided' group by 1) told
    on told.turn_id = t.turn_id::text`

const GAPS = `
  select count(*)::int as gaps from (
    select c.conversation_id from conversation c join message m on m.org_id = c.org_id and m.conversation_id = c.conversation_id
    group by c.conversation_id, c.next_seq having min(m.seq) <> 1 or max(m.seq) <> count(*) or c.next_seq <> max(m.seq) + 1) odd`

/** Looks straight into the database, as its owner: what is there, against what was acknowledged. */
export async function verify(url: string, acknowledged: readonly Acknowledged[]): Promise<Verdict> {
  const number = async (statement: string, values: readonly unknown[] = []) => {
    const [row] = await askRows(url, statement, values)
    return (name: string): number => Number(row?.[name] ?? Number.NaN)
  }
  const lost = await number(LOST, [
    acknowledged.map((one) => one.id),
    acknowledged.map((one) => one.seq),
    acknowledged.map((one) => one.conversationId),
    acknowledged.map((one) => one.turnId),
  ])
  const counts = await number(COUNTS)
  const answers = await number(ANSWERS)
  const gaps = await number(GAPS)
  return {
    acknowledged: new Set(acknowledged.map((one) => `${one.channelId} ${one.messageId}`)).size,
    stored: counts('stored'),
    turns: counts('turns'),
    lost: lost('lost'),
    changed: lost('changed'),
    doubled: counts('doubled'),
    openTurns: counts('open_turns'),
    failedTurns: counts('failed_turns'),
    turnsWithoutAnswer: answers('without_answer'),
    turnsAnsweredTwice: answers('twice'),
    torn: answers('torn'),
    gaps: gaps('gaps'),
    openDeliveries: counts('open_deliveries'),
    undelivered: counts('undelivered'),
  }
}

export const isClean = ({ acknowledged, stored, turns, ...faults }: Verdict): boolean =>
  stored >= acknowledged && turns > 0 && Object.values(faults).every((count) => count === 0)
