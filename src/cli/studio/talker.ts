import { newUuid } from '../../kernel/ids.ts'
import type { InboundContent, Reference } from '../../message/index.ts'
import type { TurnOutcome } from '../../turn/index.ts'
import type { Studio } from './open-studio.ts'
import { createVirtualClock } from './virtual-clock.ts'

export interface Utterance {
  readonly content: InboundContent
  readonly reference?: Reference | undefined
  readonly at: number
}

/** A settled turn, and how long taking the last message in and answering took together. */
export interface Settled {
  readonly outcome: TurnOutcome
  readonly latencyUs: number
}

/** Said: the turn it belongs to is known at once, the answer when its burst is quiet and the turn is over. */
export interface Said {
  readonly turnId: string
  readonly answer: Promise<Settled>
}

/** One buyer who talks on a clock of his own. One call at a time, in the order of time. */
export interface Talker {
  say(utterance: Utterance): Promise<Said>
  /** Time goes by: what became quiet until then is answered. */
  passTo(at: number): Promise<void>
  /** Lets the last burst become quiet. */
  finish(): Promise<void>
}

export interface Speaker {
  readonly buyerRef: string
  readonly customerId?: string | undefined
  readonly startAt: number
}

export function openTalker(studio: Studio, { buyerRef, customerId, startAt }: Speaker): Talker {
  const clock = createVirtualClock(startAt)
  const watch = { receivingMs: 0, startedAt: 0 }
  const schedule = (delayMs: number, run: () => void) =>
    clock.schedule(delayMs, () => {
      watch.startedAt = performance.now()
      run()
    })
  const path = studio.openPath({ clock, schedule })
  const buyer = { id: buyerRef, ...(customerId === undefined ? {} : { customerId }) }
  const settle = async (turnId: string): Promise<Settled> => {
    const outcome = await path.outcome(turnId)
    return { outcome, latencyUs: Math.round((watch.receivingMs + performance.now() - watch.startedAt) * 1000) }
  }
  let last: Said | null = null
  const answered = async () => {
    await last?.answer
  }
  return {
    async say({ content, reference, at }) {
      await clock.advance(at, answered)
      const begun = performance.now()
      const about = reference === undefined ? {} : { reference }
      const ack = await path.receive(studio.account, { messageId: newUuid(at), buyer, content, at, ...about })
      watch.startedAt = performance.now()
      watch.receivingMs = watch.startedAt - begun
      const said = last?.turnId === ack.turnId ? last : { turnId: ack.turnId, answer: settle(ack.turnId) }
      last = said
      return said
    },
    passTo: (at) => clock.advance(at, answered),
    async finish() {
      await clock.runOut(answered)
      await answered()
    },
  }
}
