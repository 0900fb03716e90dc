import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { createHttpConnection } from '../../../bench/load/http-connection.ts'
import { requestBytes, type Said, type TalkSource } from '../../../bench/load/talk-source.ts'

/** What the server said yes to. */
export interface Acknowledged {
  readonly channelId: string
  readonly messageId: string
  readonly id: string
  readonly seq: number
  readonly conversationId: string
  readonly turnId: string
}

export interface Writers {
  readonly acknowledged: readonly Acknowledged[]
  /** Answers that a repetition got and that were not the first one's. */
  readonly contradictions: readonly string[]
  /** By status; 0 = the connection broke. */
  readonly refusals: Readonly<Record<string, number>>
  readonly repeated: number
  /** When the question was asked that last got a yes, epoch ms: an answer that was on its way at the blow proves nothing. */
  readonly lastAskedAt: number
  stop(): Promise<void>
}

const ack = z.object({
  messageId: z.string(),
  id: z.string(),
  seq: z.number(),
  conversationId: z.string(),
  turnId: z.string(),
})
const answer = z.object({ acks: z.array(ack).length(1) })
/** Every so many acknowledged messages one is sent again: the answer must be the same. */
const REPEAT_ONE_IN = 20
// Twenty writers that hammer at a closed door would take the CPU from the server that is starting.
const PATIENCE_MS = 200

interface Desk {
  readonly port: number
  readonly talk: TalkSource
  readonly acknowledged: Acknowledged[]
  readonly contradictions: string[]
  readonly refusals: Record<string, number>
  readonly state: { isOn: boolean; repeated: number; lastAskedAt: number }
}

/** Buyers who repeat what was not acknowledged, under the same id, until it is: as an honest client does. */
export function startWriters(count: number, port: number, talk: TalkSource): Writers {
  const state = { isOn: true, repeated: 0, lastAskedAt: 0 }
  const desk: Desk = { port, talk, acknowledged: [], contradictions: [], refusals: {}, state }
  const running = Array.from({ length: count }, () => write(desk))
  const { acknowledged, contradictions, refusals } = desk
  return {
    acknowledged,
    contradictions,
    refusals,
    get repeated() {
      return state.repeated
    },
    get lastAskedAt() {
      return state.lastAskedAt
    },
    async stop() {
      state.isOn = false
      await Promise.all(running)
    },
  }
}

async function write({ port, talk, acknowledged, contradictions, refusals, state }: Desk): Promise<void> {
  const connection = createHttpConnection(port)
  const ask = async (said: Said): Promise<Acknowledged | null> => {
    const askedAt = Date.now()
    const { status, body } = await connection.ask(requestBytes(said))
    if (status < 200 || status >= 300) {
      refusals[status] = (refusals[status] ?? 0) + 1
      return null
    }
    state.lastAskedAt = Math.max(state.lastAskedAt, askedAt)
    const [one] = answer.parse(JSON.parse(body)).acks
    return one ? { ...one, channelId: said.door.channelId } : null
  }
  while (state.isOn) {
    const said = talk.next()
    const given = await insist(() => ask(said), state)
    if (!given) break
    acknowledged.push(given)
    if (acknowledged.length % REPEAT_ONE_IN > 0) continue
    const again = await insist(() => ask(said), state)
    state.repeated += 1
    if (again && differs(again, given)) contradictions.push(said.messageId)
  }
  connection.close()
}

const differs = (one: Acknowledged, other: Acknowledged): boolean =>
  one.id !== other.id || one.turnId !== other.turnId || one.seq !== other.seq

async function insist(
  ask: () => Promise<Acknowledged | null>,
  state: { readonly isOn: boolean },
): Promise<Acknowledged | null> {
  for (;;) {
    const given = await ask()
    if (given || !state.isOn) return given
    await sleep(PATIENCE_MS)
  }
}
