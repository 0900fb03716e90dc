import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { createManualClock } from '../../kernel/clock.ts'
import { newUuid } from '../../kernel/ids.ts'
import { appendEvents } from '../append-events.ts'
import type { Handler } from './handler.ts'
import { createOutboxRunner } from './outbox-runner.ts'
import { listParkedEvents, replayParkedEvents } from './parked-events.ts'
import { purgeOutbox } from './purge-outbox.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const clock = createManualClock(1_700_000_000_000)
const orgId = newUuid(clock.now())
const seen: string[] = []
let isBroken = true

const write = (key: string) =>
  fresh.database.within([orgId], (tx) =>
    appendEvents(tx, [{ type: 'order.placed', orgId, shopId: null, key, at: clock.now(), body: {} }]),
  )
const left = () =>
  fresh.database.within([orgId], async (tx) => {
    const rows = await tx.selectFrom('outbox').select('events').where('org_id', '=', orgId).execute()
    return rows.flatMap(({ events }) => JSON.stringify(events).match(/"key":"(\w+)"/)?.[1] ?? [])
  })
const purge = (keepMs: number) => purgeOutbox(fresh.database.hot, { before: clock.now() - keepMs, most: 100 })

const runnerOf = (name: string, handle: Handler['handle']) =>
  createOutboxRunner({
    database: fresh.database,
    handlers: [{ name, startFrom: 'beginning', types: ['order.placed'], handle }],
    clock,
    onError: (error) => expect.fail(String(error)),
  })

test('only events that every handler has passed and that are old go; a parked one can still be replayed', async () => {
  await write('old')
  clock.advance(1000)
  expect(await purge(0)).toBe(0)
  const quick = runnerOf('quick', async (events) => {
    if (isBroken) throw new Error('broken')
    for (const { key } of events) seen.push(key)
  })
  for (let round = 0; round < 10; round += 1) {
    await quick.drain()
    clock.advance(7_200_000)
  }
  expect(await listParkedEvents(fresh.database, orgId)).toHaveLength(1)
  await write('young')
  isBroken = false
  await quick.drain()
  const slow = runnerOf('slow', async () => undefined)
  // Known, and not moved: it may not lose what it has not seen.
  await fresh.database.outside((tx) =>
    tx.insertInto('handler_cursor').values({ handler: 'slow', txid: '0', position: 0, updated_at: 0 }).execute(),
  )
  clock.advance(1000)
  expect(await purge(0)).toBe(0)
  await slow.drain()
  expect(await purge(1001)).toBeGreaterThan(0)
  expect(await left()).toEqual(['young'])
  expect(await purge(0)).toBe(1)
  expect(await left()).toEqual([])
  expect(await replayParkedEvents(fresh.database, { orgId, handler: 'quick', at: clock.now() })).toBe(1)
  await quick.drain()
  expect(seen).toEqual(['young', 'old'])
  await write('later')
  await quick.drain()
  expect(seen).toEqual(['young', 'old', 'later'])
  for (const runner of [quick, slow]) await runner.stop()
})
