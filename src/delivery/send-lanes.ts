import type { Attempt, AttemptOptions } from './attempt-send.ts'
import type { Claimed, DeliveryKey } from './claim.store.ts'
import type { DeliveryJob } from './delivery-job.ts'
import { type Settlement, unsent } from './settlement.ts'

/** How long a reply that nobody takes holds the later ones of its conversation back. */
export const HOLD_MS = 10 * 60_000
const BEHIND_MS = 2000

export interface LaneOptions {
  readonly now: () => number
  /** Sends at once to one channel account. */
  readonly perChannel: number
  /** Jobs held in memory; the rest waits in the database for the sweeper. */
  readonly most: number
  readonly attempt: (job: DeliveryJob, options: AttemptOptions) => Promise<Attempt>
  readonly settle: (settlement: Settlement) => Promise<void>
  /** Takes older replies of a conversation into this process. */
  readonly claim: (ids: readonly DeliveryKey[]) => Promise<readonly Claimed[]>
  readonly onError: (error: unknown) => void
}

/** One lane a conversation: replies leave in the order in which they were written. */
export interface SendLanes {
  add(claimed: Claimed): void
  readonly size: number
  /** Resolves when nothing of this conversation is on its way out (at once when nothing is). */
  idle(conversationId: string): Promise<void>
  drain(): Promise<void>
}

interface Lane {
  readonly channelId: string
  readonly waiting: Claimed[]
  done: Promise<void>
}

export function createSendLanes(options: LaneOptions): SendLanes {
  const lanes = new Map<string, Lane>()
  const known = new Set<string>()
  const gate = createGate(options.perChannel)
  return {
    get size() {
      return known.size
    },
    add(claimed) {
      const { job } = claimed
      if (known.has(job.deliveryId) || known.size >= options.most) return
      known.add(job.deliveryId)
      const lane = lanes.get(job.conversationId)
      if (lane) {
        insert(lane.waiting, claimed)
        return
      }
      const fresh: Lane = { channelId: job.channelId, waiting: [claimed], done: Promise.resolve() }
      lanes.set(job.conversationId, fresh)
      fresh.done = gate
        .enter(job.channelId)
        .then(() => runLane(fresh, { known, options, close: () => lanes.delete(job.conversationId) }))
        // The database failed: the rows are still claimed, and the sweeper takes them up again.
        .catch((error: unknown) => {
          lanes.delete(job.conversationId)
          for (const left of fresh.waiting) known.delete(left.job.deliveryId)
          options.onError(error)
        })
        .finally(() => gate.leave(job.channelId))
    },
    idle: (conversationId) => lanes.get(conversationId)?.done ?? Promise.resolve(),
    async drain() {
      while (lanes.size > 0) await Promise.all([...lanes.values()].map((lane) => lane.done))
    },
  }
}

function insert(waiting: Claimed[], claimed: Claimed): void {
  // Ids of one millisecond are in no order: the conversation's own numbers are.
  const at = waiting.findLastIndex((each) => firstSeq(each) < firstSeq(claimed))
  waiting.splice(at + 1, 0, claimed)
}

const firstSeq = (claimed: Claimed): number => claimed.job.seqs[0] ?? 0

interface Run {
  readonly known: Set<string>
  readonly options: LaneOptions
  /** Nobody may add to a lane that has read its last job: called in the same breath. */
  readonly close: () => void
}

async function runLane(lane: Lane, run: Run): Promise<void> {
  const { known, options } = run
  let looksBack = true
  for (let head = lane.waiting[0]; head; head = lane.waiting[0]) {
    const attempt = await options.attempt(head.job, { looksBack, wasSending: head.wasSending })
    looksBack = false
    if (attempt.kind === 'blocked' && (await takeEarlier(lane, { head, earlier: attempt.earlier, run }))) continue
    await conclude(head, attempt, options)
    remove(lane, head, known)
    const isStuck =
      attempt.kind === 'blocked' || (attempt.kind === 'settled' && holdsBack(attempt.settlement, options.now()))
    if (isStuck) await holdBack(lane, attempt, { known, options })
  }
  run.close()
}

/** Puts older replies before this one. A new reply is the occasion to try them again: the other side may be back. */
async function takeEarlier(
  lane: Lane,
  { head, earlier, run }: { readonly head: Claimed; readonly earlier: readonly string[]; readonly run: Run },
): Promise<boolean> {
  const { known, options } = run
  const { orgId, conversationId } = head.job
  const claimed = await options.claim(
    earlier.filter((id) => !known.has(id)).map((deliveryId) => ({ orgId, conversationId, deliveryId })),
  )
  for (const each of claimed) {
    known.add(each.job.deliveryId)
    insert(lane.waiting, each)
  }
  return lane.waiting[0] !== head
}

async function conclude(head: Claimed, attempt: Attempt, options: LaneOptions): Promise<void> {
  if (attempt.kind === 'settled') return options.settle(attempt.settlement)
  if (attempt.kind === 'blocked') return options.settle(behind(head.job, options.now() + BEHIND_MS, options))
}

const holdsBack = (settlement: Settlement, now: number): boolean =>
  settlement.state === 'retrying' && now - settlement.job.createdAt < HOLD_MS

/** Everything behind a reply that could not leave waits for it, in the database. */
async function holdBack(
  lane: Lane,
  attempt: Attempt,
  { known, options }: { readonly known: Set<string>; readonly options: LaneOptions },
): Promise<void> {
  const nextAt = (attempt.kind === 'settled' ? attempt.settlement.nextAt : null) ?? options.now() + BEHIND_MS
  const held = lane.waiting.slice()
  await Promise.all(held.map((each) => options.settle(behind(each.job, nextAt, options))))
  for (const each of held) remove(lane, each, known)
}

const behind = (job: DeliveryJob, nextAt: number, options: LaneOptions): Settlement =>
  unsent(job, 'retrying', { reason: 'behind-earlier', at: options.now(), nextAt })

function remove(lane: Lane, claimed: Claimed, known: Set<string>): void {
  const at = lane.waiting.indexOf(claimed)
  if (at >= 0) lane.waiting.splice(at, 1)
  known.delete(claimed.job.deliveryId)
}

interface Gate {
  enter(channelId: string): Promise<void>
  leave(channelId: string): void
}

function createGate(most: number): Gate {
  const busy = new Map<string, { active: number; readonly waiting: (() => void)[] }>()
  return {
    enter(channelId) {
      const gate = busy.get(channelId) ?? { active: 0, waiting: [] }
      busy.set(channelId, gate)
      if (gate.active < most) {
        gate.active += 1
        return Promise.resolve()
      }
      return new Promise((settle) => gate.waiting.push(settle))
    },
    leave(channelId) {
      const gate = busy.get(channelId)
      if (!gate) return
      const next = gate.waiting.shift()
      if (next) next()
      else if (gate.active > 1) gate.active -= 1
      else busy.delete(channelId)
    },
  }
}
