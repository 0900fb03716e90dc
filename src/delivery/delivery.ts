import type { Clock } from '../kernel/clock.ts'
import { createHotBatch, type Database, type HotBatch } from '../storage/index.ts'
import { admitSends } from './admit.store.ts'
import { attemptSend, type ChannelTarget, type SendDesk } from './attempt-send.ts'
import { createBatcher } from '../kernel/batcher.ts'
import { type Claimed, claimDeliveries, type DeliveryKey, findDue } from './claim.store.ts'
import { openContactWindows, type WindowRow } from './contact-window.store.ts'
import type { DeliveryJob } from './delivery-job.ts'
import { createRateLedger } from './rate-ledger.ts'
import { createSendLanes, type SendLanes } from './send-lanes.ts'
import { deferredPart, finishedPart } from './settle.store.ts'
import type { Settlement } from './settlement.ts'

export interface DeliveryOptions {
  readonly database: Database
  readonly clock: Clock
  /** Where outcomes are written; with the path's own they share its commits. */
  readonly writer?: HotBatch
  /** null: the account is gone or switched off; its replies are refused. Must be cheap: asked for every reply. */
  readonly targetOf: (job: DeliveryJob) => Promise<ChannelTarget | null>
  readonly onError: (error: unknown) => void
  /** Told after the commit of every outcome. */
  readonly onSettled?: (settlement: Settlement) => void
  readonly random?: () => number
  readonly perChannel?: number
  readonly most?: number
  readonly sweepEveryMs?: number
}

/** The only door to a buyer. */
export interface Delivery {
  /** Replies whose rows were just committed, in the order of their ids. Returns at once. */
  dispatch(jobs: readonly DeliveryJob[]): void
  /** Buyers wrote on channels whose platform counts: their windows open anew. Before the answer can go out. */
  heard(rows: readonly WindowRow[]): Promise<void>
  /** Takes up what is due: retries, and what a process that died left behind. Returns how many. */
  sweep(): Promise<number>
  start(): void
  /**
   * Resolves when nothing of this conversation is on its way out. A take-over raises the epoch, waits for this, and only
   * then answers: a robot's reply that had passed the fence before is then out, and none can follow.
   */
  idle(conversationId: string): Promise<void>
  /** Resolves when everything in memory was settled. */
  drain(): Promise<void>
  stop(): Promise<void>
}

const MOST_A_BATCH = 256
const MOST_A_SWEEP = 500

export function createDelivery(options: DeliveryOptions): Delivery {
  const { database, clock } = options
  const claim: Claim = (ids) => (ids.length === 0 ? Promise.resolve([]) : claimDeliveries(database, ids, clock.now()))
  const lanes = createLanes(options, claim)
  const sweep = async (): Promise<number> => {
    const due = await findDue(database, clock.now(), MOST_A_SWEEP)
    const claimed = await claim(due)
    for (const each of claimed) lanes.add(each)
    return claimed.length
  }
  const sweeper = createSweeper(sweep, options)
  return {
    dispatch(jobs) {
      for (const job of jobs) lanes.add({ job, wasSending: false })
    },
    heard: (rows) => openContactWindows(database, rows),
    sweep,
    start: () => sweeper.start(),
    idle: (conversationId) => lanes.idle(conversationId),
    drain: () => lanes.drain(),
    async stop() {
      await sweeper.stop()
      await lanes.drain()
    },
  }
}

type Claim = (ids: readonly DeliveryKey[]) => Promise<readonly Claimed[]>

function createLanes(options: DeliveryOptions, claim: Claim): SendLanes {
  const { database, clock } = options
  const writer = options.writer ?? createHotBatch(database.hot)
  const finish = writer.open(finishedPart)
  const defer = writer.open(deferredPart)
  const desk: SendDesk = {
    database,
    clock,
    random: options.random ?? Math.random,
    rates: createRateLedger(clock),
    admit: createBatcher({ run: (jobs) => admitSends(database, jobs), most: MOST_A_BATCH, inFlight: 2 }),
    targetOf: options.targetOf,
    onError: options.onError,
  }
  return createSendLanes({
    now: () => clock.now(),
    perChannel: options.perChannel ?? 64,
    most: options.most ?? 20_000,
    attempt: (job, how) => attemptSend(desk, job, how),
    settle: async (settlement) => {
      await (settlement.state === 'retrying' ? defer(settlement) : finish(settlement))
      database.appended.fire()
      options.onSettled?.(settlement)
    },
    claim,
    onError: options.onError,
  })
}

function createSweeper(sweep: () => Promise<number>, options: DeliveryOptions) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  let isOn = false
  const again = (): void => {
    timer = setTimeout(() => {
      running = sweep()
        .catch(options.onError)
        .then(() => {
          if (isOn) again()
        })
    }, options.sweepEveryMs ?? 1000)
    timer.unref()
  }
  return {
    start() {
      if (isOn) return
      isOn = true
      again()
    },
    async stop() {
      isOn = false
      clearTimeout(timer)
      await running
    },
  }
}
