import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { createManualClock } from '../../kernel/clock.ts'
import type { DomainEvent } from '../../kernel/events.ts'
import { newUuid } from '../../kernel/ids.ts'
import { appendEvents } from '../append-events.ts'
import type { Handler } from './handler.ts'
import { createOutboxRunner, type OutboxRunner } from './outbox-runner.ts'
import { listParkedEvents, replayParkedEvents } from './parked-events.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const clock = createManualClock(1_700_000_000_000)
const runners: OutboxRunner[] = []
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop()
})
let orgId = ''
beforeEach(() => {
  orgId = newUuid(clock.now())
})

let names = 0
const newName = () => `handler-${(names += 1)}`

function runnerOf(...handlers: Handler[]): OutboxRunner {
  const runner = createOutboxRunner({
    database: fresh.database,
    handlers,
    clock,
    onError: (error) => expect.fail(String(error)),
  })
  runners.push(runner)
  return runner
}

const event = (key: string, number: number, of = orgId): DomainEvent => ({
  type: 'order.placed',
  orgId: of,
  shopId: null,
  key,
  at: clock.now(),
  body: { number },
})

const write = (...events: DomainEvent[]) =>
  fresh.database.within([...new Set(events.map((one) => one.orgId))], (tx) => appendEvents(tx, events))

/** Notes what it was given; fails for what `breaks` says. */
function noteTaker(breaks: (event: DomainEvent) => boolean = () => false, startFrom: Handler['startFrom'] = 'now') {
  const seen: string[] = []
  const calls: number[] = []
  const handler: Handler = {
    name: newName(),
    startFrom,
    handle: async (events) => {
      calls.push(events.length)
      if (events.some(breaks)) throw new Error('broken')
      for (const one of events) if (one.orgId === orgId) seen.push(`${one.key}${one.body.number}`)
    },
  }
  return { handler, seen, calls }
}

test('gives events in the order in which they were written, many at once', async () => {
  const { handler, seen, calls } = noteTaker()
  const runner = runnerOf(handler)
  await runner.drain()
  await write(event('a', 1), event('b', 1), event('a', 2))
  await write(event('a', 3))
  await runner.drain()
  expect(seen.filter((one) => one.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
  expect(seen).toContain('b1')
  expect(calls).toEqual([4])
})

test('a new handler starts from now, from the beginning, or behind a stated position', async () => {
  await write(event('old', 1))
  await write(event('old', 2))
  const { rows } = {
    rows: await fresh.database.within([orgId], (tx) =>
      tx.selectFrom('outbox').select('position').orderBy('position').execute(),
    ),
  }
  const fromNow = noteTaker()
  const fromBeginning = noteTaker(() => false, 'beginning')
  const fromPosition = noteTaker(() => false, { position: rows[0]?.position ?? 0 })
  const runner = runnerOf(fromNow.handler, fromBeginning.handler, fromPosition.handler)
  await runner.drain()
  await write(event('new', 1))
  await runner.drain()
  expect(fromNow.seen).toEqual(['new1'])
  expect(fromBeginning.seen).toEqual(['old1', 'old2', 'new1'])
  expect(fromPosition.seen).toEqual(['old2', 'new1'])
})

test('a failing event is tried again after a while, later ones of its key wait, other keys go on', async () => {
  let isBroken = true
  const { handler, seen } = noteTaker((one) => isBroken && one.key === 'a' && one.body.number === 2)
  const runner = runnerOf(handler)
  await runner.drain()
  await write(event('a', 1), event('a', 2), event('a', 3), event('b', 1))
  await write(event('a', 4))
  await runner.drain()
  expect(seen.sort()).toEqual(['a1', 'b1'])
  isBroken = false
  await runner.drain()
  expect(seen).toHaveLength(2)
  clock.advance(1_000)
  seen.length = 0
  await runner.drain()
  expect(seen).toEqual(['a2', 'a3', 'a4'])
  await write(event('a', 5))
  await runner.drain()
  expect(seen.at(-1)).toBe('a5')
})

test('an event that fails every time is parked with an alert, then those behind it go on; replay gives it its tries back', async () => {
  let isBroken = true
  const { handler, seen } = noteTaker((one) => isBroken && one.body.number === 1)
  const alerts: DomainEvent[] = []
  const watcher: Handler = {
    name: newName(),
    startFrom: 'now',
    types: ['alert.raised'],
    handle: async (events) => void alerts.push(...events),
  }
  const runner = runnerOf({ ...handler, types: ['order.placed'] }, watcher)
  await runner.drain()
  await write(event('a', 1), event('a', 2))
  for (let round = 0; round < 10; round += 1) {
    await runner.drain()
    clock.advance(7_200_000)
  }
  await runner.drain()
  expect(seen).toEqual(['a2'])
  expect(alerts.map((alert) => alert.body)).toMatchObject([{ alert: 'event-parked', handler: handler.name, key: 'a' }])
  const parked = await listParkedEvents(fresh.database, orgId)
  expect(parked).toMatchObject([
    { handler: handler.name, attempts: 8, reason: 'broken', event: { body: { number: 1 } } },
  ])
  expect(await listParkedEvents(fresh.database, newUuid(clock.now()))).toEqual([])
  isBroken = false
  expect(await replayParkedEvents(fresh.database, { orgId, handler: handler.name, at: clock.now() })).toBe(1)
  await runner.drain()
  expect(seen).toEqual(['a2', 'a1'])
  expect(await listParkedEvents(fresh.database, orgId)).toEqual([])
})

test('a runner that comes after a stop goes on where the other stood, retries included', async () => {
  let isBroken = true
  const { handler, seen } = noteTaker((one) => isBroken && one.body.number === 2)
  const first = runnerOf(handler)
  await first.drain()
  await write(event('a', 1), event('a', 2), event('a', 3))
  await first.drain()
  await first.stop()
  runners.length = 0
  isBroken = false
  clock.advance(1_000)
  await write(event('a', 4))
  await runnerOf(handler).drain()
  expect(seen).toEqual(['a1', 'a2', 'a3', 'a4'])
})

test('two runners at once give every event once and in order; the second takes over when the first is gone', async () => {
  const { handler, seen } = noteTaker()
  const [one, two] = [runnerOf(handler), runnerOf(handler)]
  await one.drain()
  await Promise.all(Array.from({ length: 20 }, (_, number) => write(event(`k${number}`, number))))
  await Promise.all([one.drain(), two.drain()])
  expect(seen).toHaveLength(20)
  expect(new Set(seen).size).toBe(20)
  await one.stop()
  runners.splice(runners.indexOf(one), 1)
  await write(event('last', 1))
  await two.drain()
  expect(seen.at(-1)).toBe('last1')
})

test('does not pass by a transaction that began earlier and commits later', async () => {
  const { handler, seen } = noteTaker()
  const runner = runnerOf(handler)
  await runner.drain()
  let finishSlow: () => void = () => undefined
  const slowMayEnd = new Promise<void>((resolve) => {
    finishSlow = () => resolve()
  })
  let slowHasWritten: () => void = () => undefined
  const written = new Promise<void>((resolve) => {
    slowHasWritten = () => resolve()
  })
  const slow = fresh.database.within([orgId], async (tx) => {
    await appendEvents(tx, [event('slow', 1)])
    slowHasWritten()
    await slowMayEnd
  })
  await written
  await write(event('quick', 1))
  await runner.drain()
  expect(seen).toEqual([])
  finishSlow()
  await slow
  await runner.drain()
  expect(seen.sort()).toEqual(['quick1', 'slow1'])
})

test('a started runner is woken by a commit of its own process', async () => {
  const { handler, seen } = noteTaker()
  const runner = runnerOf(handler)
  await runner.drain()
  runner.start()
  await write(event('a', 1))
  await expect.poll(() => seen).toEqual(['a1'])
})
