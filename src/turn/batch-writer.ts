import {
  type Heard,
  type HeardRow,
  type SettledRow,
  type SettledTurn,
  settleTurnsStatement,
  storeHeardStatements,
} from '../conversation/index.ts'
import type { HotLane, HotStatement } from '../storage/index.ts'

/**
 * Writes of the hot path. What arrives while a commit is under way shares the next one. A conversation always travels on the
 * same lane, so its writes keep their order and two batches never wait for each other's rows.
 */
export interface BatchWriter {
  /** Null: the key was known, the message is a repetition. */
  heard(item: Heard): Promise<HeardRow | null>
  /** Null: the turn was no longer ours to answer. */
  settled(item: SettledTurn): Promise<SettledRow | null>
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>
  readonly depth: number
}

interface Ticket<Item, Row> {
  readonly item: Item
  resolve(row: Row | null): void
  reject(error: unknown): void
}

interface Lane {
  heard: Ticket<Heard, HeardRow>[]
  settled: Ticket<SettledTurn, SettledRow>[]
  running: Promise<void> | null
}

const MOST_PER_BATCH = 256

export function createBatchWriter(hot: HotLane, laneCount = 2): BatchWriter {
  const lanes: Lane[] = Array.from({ length: laneCount }, () => ({ heard: [], settled: [], running: null }))
  const first = lanes[0] ?? { heard: [], settled: [], running: null }
  const laneOf = (conversationId: string): Lane =>
    lanes[Number.parseInt(conversationId.slice(-4), 16) % laneCount] ?? first
  const start = (lane: Lane): void => {
    lane.running ??= drain(lane, hot).finally(() => {
      lane.running = null
      if (lane.heard.length + lane.settled.length > 0) start(lane)
    })
  }
  return {
    heard: (item) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(item.conversationId)
        lane.heard.push({ item, resolve, reject })
        start(lane)
      }),
    settled: (item) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(item.conversationId)
        lane.settled.push({ item, resolve, reject })
        start(lane)
      }),
    async idle() {
      while (lanes.some((lane) => lane.running !== null)) await Promise.all(lanes.map((lane) => lane.running))
    },
    get depth() {
      return lanes.reduce((sum, lane) => sum + lane.heard.length + lane.settled.length, 0)
    },
  }
}

async function drain(lane: Lane, hot: HotLane): Promise<void> {
  // One turn of the event loop: everything that the same socket read brought in joins this batch.
  await new Promise((resolve) => setImmediate(resolve))
  while (lane.heard.length + lane.settled.length > 0) {
    const heard = lane.heard.splice(0, MOST_PER_BATCH)
    const settled = lane.settled.splice(0, MOST_PER_BATCH)
    await writeBatch({ heard, settled }, hot)
  }
}

interface Batch {
  readonly heard: readonly Ticket<Heard, HeardRow>[]
  readonly settled: readonly Ticket<SettledTurn, SettledRow>[]
}

/** One commit for all. When it fails, the halves are tried apart: one bad row must not take its neighbours along. */
async function writeBatch(batch: Batch, hot: HotLane): Promise<void> {
  try {
    const { heard, settled } = batch
    const statements: HotStatement[] = []
    if (heard.length > 0) statements.push(...storeHeardStatements(heard.map(({ item }) => item)))
    const heardAt = statements.length - 1
    if (settled.length > 0) statements.push(settleTurnsStatement(settled.map(({ item }) => item)))
    const orgIds = new Set([...heard, ...settled].map(({ item }) => item.orgId))
    const rows = await hot.runAll([...orgIds], statements)
    if (heard.length > 0) resolveHeard(heard, rows[heardAt] ?? [])
    if (settled.length > 0) resolveSettled(settled, rows.at(-1) ?? [])
  } catch (error) {
    await splitBatch(batch, hot, error)
  }
}

async function splitBatch(batch: Batch, hot: HotLane, error: unknown): Promise<void> {
  const size = batch.heard.length + batch.settled.length
  if (size <= 1) {
    for (const ticket of [...batch.heard, ...batch.settled]) ticket.reject(error)
    return
  }
  const middle = { heard: Math.ceil(batch.heard.length / 2), settled: Math.floor(batch.settled.length / 2) }
  await writeBatch({ heard: batch.heard.slice(0, middle.heard), settled: batch.settled.slice(0, middle.settled) }, hot)
  await writeBatch({ heard: batch.heard.slice(middle.heard), settled: batch.settled.slice(middle.settled) }, hot)
}

function resolveHeard(tickets: Batch['heard'], rows: readonly unknown[]): void {
  const byNumber = new Map<number, HeardRow>()
  for (const row of rows) if (isHeardRow(row)) byNumber.set(row.n, row)
  tickets.forEach((ticket, index) => ticket.resolve(byNumber.get(index + 1) ?? null))
}

function resolveSettled(tickets: Batch['settled'], rows: readonly unknown[]): void {
  const byTurn = new Map<string, SettledRow>()
  for (const row of rows) if (isSettledRow(row)) byTurn.set(row.turn_id, row)
  for (const ticket of tickets) ticket.resolve(byTurn.get(ticket.item.turnId) ?? null)
}

// The statements themselves fix the columns; a full schema check per row would cost more than the row.
const isHeardRow = (row: unknown): row is HeardRow => typeof row === 'object' && row !== null && 'seq' in row
const isSettledRow = (row: unknown): row is SettledRow => typeof row === 'object' && row !== null && 'is_open' in row
