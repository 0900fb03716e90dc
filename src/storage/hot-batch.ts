import type { HotLane, HotStatement } from './hot-lane.ts'

/** One kind of write of the hot path. */
export interface HotPart<Item, Row> {
  /** The statements of a batch run in the order of their parts' places. */
  readonly place: number
  /** Two items of one key never travel in one batch: the later one waits for the next. */
  keyOf(item: Item): string
  orgOf(item: Item): string
  statements(items: readonly Item[]): HotStatement[]
  /** One answer an item, in its place, from the rows of the last statement; undefined: there is no row for it. */
  answers(items: readonly Item[], rows: readonly unknown[]): readonly (Row | undefined)[]
}

/**
 * Writes of the hot path. What arrives while a commit is under way shares the next one, whatever kind it is: one commit for
 * the messages heard, the turns settled and the replies delivered meanwhile. One batch at a time, so writes of one
 * conversation keep their order and no two batches wait for each other's rows.
 */
export interface HotBatch {
  /** Gives the way to write items of this part. It resolves after the commit. */
  open<Item, Row>(part: HotPart<Item, Row>): (item: Item) => Promise<Row>
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>
  /** Items waiting for a commit. */
  readonly depth: number
}

const MOST_PER_BATCH = 256

export function createHotBatch(hot: HotLane): HotBatch {
  const queues: Queue[] = []
  let running: Promise<void> | null = null
  const depth = (): number => queues.reduce((sum, queue) => sum + queue.size(), 0)
  const start = (): void => {
    running ??= drain(queues, hot).finally(() => {
      running = null
      if (depth() > 0) start()
    })
  }
  return {
    open(part) {
      const { queue, add } = createQueue(part)
      queues.push(queue)
      queues.sort((a, b) => a.place - b.place)
      return (item) => {
        const answer = add(item)
        start()
        return answer
      }
    },
    async idle() {
      while (running) await running
    },
    get depth() {
      return depth()
    },
  }
}

/** What a batch takes along of one part. */
interface Load {
  readonly size: number
  readonly orgIds: readonly string[]
  readonly statements: readonly HotStatement[]
  resolve(rows: readonly unknown[]): void
  reject(error: unknown): void
  halves(): readonly Load[]
}

interface Queue {
  readonly place: number
  size(): number
  take(): Load | null
}

async function drain(queues: readonly Queue[], hot: HotLane): Promise<void> {
  for (;;) {
    // Everything that the same turn of the event loop brought in, and what the last commit set going, joins this batch.
    await new Promise((resolve) => setImmediate(resolve))
    const loads = queues.flatMap((queue) => queue.take() ?? [])
    if (loads.length === 0) return
    await writeLoads(loads, hot)
  }
}

/** One commit for all. When it fails, the halves are tried apart: one bad row must not take its neighbours along. */
async function writeLoads(loads: readonly Load[], hot: HotLane): Promise<void> {
  let rows: readonly unknown[][]
  try {
    const orgIds = [...new Set(loads.flatMap((load) => load.orgIds))]
    rows = await hot.runAll(
      orgIds,
      loads.flatMap(({ statements }) => statements),
    )
  } catch (error) {
    await writeApart(loads, hot, error)
    return
  }
  // Committed: whatever goes wrong from here on, nothing is written a second time.
  let place = -1
  for (const load of loads) {
    place += load.statements.length
    load.resolve(rows[place] ?? [])
  }
}

async function writeApart(loads: readonly Load[], hot: HotLane, error: unknown): Promise<void> {
  const [first, ...others] = loads
  if (first && others.length === 0 && first.size <= 1) {
    first.reject(error)
    return
  }
  const parts = others.length > 0 ? loads : (first?.halves() ?? [])
  for (const part of parts) await writeLoads([part], hot)
}

interface Ticket<Item, Row> {
  readonly item: Item
  readonly resolve: (row: Row) => void
  readonly reject: (error: unknown) => void
}

function createQueue<Item, Row>(part: HotPart<Item, Row>) {
  let waiting: Ticket<Item, Row>[] = []
  const queue: Queue = {
    place: part.place,
    size: () => waiting.length,
    take() {
      if (waiting.length === 0) return null
      const { now, later } = divide(waiting, part)
      waiting = later
      return loadOf(now, part)
    },
  }
  const add = (item: Item): Promise<Row> =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
    })
  return { queue, add }
}

function divide<Item, Row>(waiting: readonly Ticket<Item, Row>[], part: HotPart<Item, Row>) {
  const keys = new Set<string>()
  const now: Ticket<Item, Row>[] = []
  const later: Ticket<Item, Row>[] = []
  for (const ticket of waiting) {
    const key = part.keyOf(ticket.item)
    if (keys.has(key) || now.length >= MOST_PER_BATCH) later.push(ticket)
    else now.push(ticket)
    // Whoever comes after one that waits, waits too.
    keys.add(key)
  }
  return { now, later }
}

function loadOf<Item, Row>(tickets: readonly Ticket<Item, Row>[], part: HotPart<Item, Row>): Load {
  const items = tickets.map(({ item }) => item)
  return {
    size: tickets.length,
    orgIds: items.map((item) => part.orgOf(item)),
    statements: part.statements(items),
    resolve(rows) {
      try {
        answerAll(tickets, part.answers(items, rows))
      } catch (error) {
        rejectAll(tickets, error)
      }
    },
    reject: (error) => rejectAll(tickets, error),
    halves() {
      const middle = Math.ceil(tickets.length / 2)
      return [loadOf(tickets.slice(0, middle), part), loadOf(tickets.slice(middle), part)]
    },
  }
}

function answerAll<Item, Row>(tickets: readonly Ticket<Item, Row>[], answers: readonly (Row | undefined)[]): void {
  for (const [place, ticket] of tickets.entries()) {
    const answer = answers[place]
    if (answer === undefined) ticket.reject(new Error('a batch gave too few answers'))
    else ticket.resolve(answer)
  }
}

function rejectAll<Item, Row>(tickets: readonly Ticket<Item, Row>[], error: unknown): void {
  for (const ticket of tickets) ticket.reject(error)
}
