import { z } from 'zod'
import type { Action } from './acts/action.ts'
import { perform, type Performed } from './acts/perform.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import { createDemoClock, type DemoClock, realNow } from './clock.ts'
import { tick } from './life/tick.ts'
import { seedDemo } from './seed/seed.ts'
import { type DemoDatabase, openDemoDatabase } from './store/open.ts'
import { type OpenShop, openShops } from './store/shops.ts'
import type { AnyRecord, Queryable } from './store/records.ts'
import { createPusher, type Pusher } from './webhooks/pusher.ts'

export interface DemoWorld {
  readonly database: DemoDatabase
  readonly clock: DemoClock
  readonly catalogue: Catalogue
  readonly shops: readonly OpenShop[]
  readonly pusher: Pusher
  /** One change at a time: orders are first brought up to the instant at which the change is made. */
  change<Value>(
    work: (client: Queryable, at: number) => Promise<{ value: Value; shopId: string; changed: readonly AnyRecord[] }>,
  ): Promise<Value>
  act(shop: OpenShop, action: Action): Promise<Performed['outcome']>
  /** Answers how many orders moved. */
  moveClock(byMs: number): Promise<number>
  tick(): Promise<number>
  close(): Promise<void>
}

export interface WorldOptions {
  readonly databaseUrl: string
  readonly seed: string
  /** Where the shop's clock stands when it is seeded; absent = the machine's time. */
  readonly now: number | null
  readonly publicUrl: () => string
}

const originRow = z.object({ seed: z.string(), now: z.int() })

/** Opens the shop; on the first run it is filled. */
export async function openWorld(options: WorldOptions): Promise<DemoWorld> {
  const catalogue = await readCatalogue()
  const database = await openDemoDatabase(options.databaseUrl)
  const origin = await seedOnce(database, catalogue, options)
  const offset = z
    .int()
    .nullable()
    .parse(await readState(database, 'offset'))
  const clock = createDemoClock(offset ?? 0)
  const shops = await openShops(database.pool, catalogue, origin.seed)
  const pusher = createPusher(database, options.publicUrl)
  return { database, clock, catalogue, shops, pusher, ...createChanges({ database, clock, pusher }) }
}

type Changes = Pick<DemoWorld, 'change' | 'act' | 'moveClock' | 'tick' | 'close'>

/** Everything that changes something stands in one line: it sees the orders as they are at its instant. */
function createChanges({ database, clock, pusher }: Pick<DemoWorld, 'database' | 'clock' | 'pusher'>): Changes {
  const inTurn = createTurns()
  const move = async () => {
    const moved = await tick(database, clock.now(), pusher.announce)
    if (moved > 0) pusher.kick()
    return moved
  }
  const change: DemoWorld['change'] = (work) =>
    inTurn(async () => {
      const at = clock.now()
      await tick(database, at, pusher.announce)
      const { value } = await database.transaction(async (client) => {
        const made = await work(client, at)
        await pusher.announce(client, made.shopId, made.changed)
        return made
      })
      pusher.kick()
      return value
    })
  return {
    change,
    act: (shop, action) =>
      change(async (client, at) => {
        const { outcome, changed } = await perform(client, shop, { action, at })
        return { value: outcome, shopId: shop.id, changed }
      }),
    moveClock: (byMs) =>
      inTurn(async () => {
        clock.setOffset(clock.offsetMs + byMs)
        await writeState(database, 'offset', clock.offsetMs)
        return move()
      }),
    tick: () => inTurn(move),
    close: async () => {
      await inTurn(() => pusher.close())
      await database.close()
    },
  }
}

function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <Value>(work: () => Promise<Value>): Promise<Value> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}

async function seedOnce(
  database: DemoDatabase,
  catalogue: Catalogue,
  options: WorldOptions,
): Promise<z.infer<typeof originRow>> {
  const known = await readState(database, 'origin')
  if (known !== null) return originRow.parse(known)
  const origin = { seed: options.seed, now: options.now ?? realNow() }
  await seedDemo(database, catalogue, origin)
  await writeState(database, 'offset', options.now === null ? 0 : options.now - realNow())
  return origin
}

const stateRows = z.array(z.object({ value: z.unknown() }))

async function readState(database: DemoDatabase, key: string): Promise<unknown> {
  const { rows } = await database.pool.query('select value from state where key = $1', [key])
  return stateRows.parse(rows)[0]?.value ?? null
}

async function writeState(database: DemoDatabase, key: string, value: unknown): Promise<void> {
  const statement =
    'insert into state (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value'
  await database.pool.query(statement, [key, JSON.stringify(value)])
}
