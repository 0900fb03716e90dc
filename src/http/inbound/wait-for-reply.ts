import { type LoggedTurn, readTurn } from '../../conversation/index.ts'
import { toIso } from '../../kernel/clock.ts'
import { content } from '../../message/index.ts'
import type { Database } from '../../storage/index.ts'
import { type Ack, headline, type Path, type StoredMessage, type TurnOutcome } from '../../turn/index.ts'

export interface Waiting {
  readonly database: Database
  readonly path: Pick<Path, 'outcome'>
}

export interface Taken {
  readonly ack: Ack
  /** Asked for in the breath of the acknowledgement: later it may have passed already. */
  readonly outcome: Promise<TurnOutcome> | null
}

export interface Patience {
  readonly orgId: string
  /** Resolves when the caller has waited long enough. */
  readonly over: Promise<void>
}

/** The reply to an acknowledged message; undefined: not in time. A repetition gets the reply that its turn got. */
export async function waitForReply({ ack, outcome }: Taken, patience: Patience, { database, path }: Waiting) {
  const logged = () => database.within([patience.orgId], (tx) => readTurn(tx, patience.orgId, ack.turnId))
  if (ack.duplicate) {
    const before = showLogged(await logged())
    if (before) return before
  }
  const expected = outcome ?? path.outcome(ack.turnId)
  // It may have been settled between the look and the asking.
  const meanwhile = ack.duplicate ? showLogged(await logged()) : undefined
  if (meanwhile) return meanwhile
  const settled = await Promise.race([expected, patience.over])
  if (!settled) return undefined
  return settled.handled ? replyOf(ack.turnId, headline(settled.handled), settled.messages) : showLogged(await logged())
}

function showLogged(turn: LoggedTurn | undefined) {
  if (!turn || turn.state === 'due') return undefined
  // What was fenced or given up was never said.
  const decision = turn.state === 'settled' ? (turn.decision ?? '') : turn.state
  return replyOf(turn.turnId, { ...turn, decision, confidence: turn.confidence ?? 0 }, turn.said)
}

interface Head {
  readonly decision: string
  readonly intent: string | null
  readonly scenario: string | null
  readonly confidence: number
}

/** From memory and from the log the same, to the byte: keys in the order of their schema, confidence as the log keeps it. */
const replyOf = (
  turnId: string,
  { decision, intent, scenario, confidence }: Head,
  messages: readonly Pick<StoredMessage, 'id' | 'seq' | 'content' | 'at'>[],
) => ({
  turnId,
  decision,
  intent,
  scenario,
  confidence: Math.round(Math.fround(confidence) * 10_000) / 10_000,
  messages: messages.map((message) => ({
    id: message.id,
    seq: message.seq,
    role: 'robot' as const,
    content: content.parse(message.content),
    at: toIso(message.at),
  })),
})
