import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { createManualClock } from '../../kernel/clock.ts'
import { newUuid } from '../../kernel/ids.ts'
import { createTimerRunner, type TimerHandler } from './timer-runner.ts'
import { cancelTimer, scheduleTimer, type TimerPlan } from './timer.store.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const clock = createManualClock(1_700_000_000_000)
let orgId = ''
let kind = ''
beforeEach(() => {
  orgId = newUuid(clock.now())
  kind = `remind-${orgId}`
})

const runnerOf = (handler: TimerHandler) =>
  createTimerRunner({ database: fresh.database, handlers: { [kind]: handler }, clock, onError: () => undefined })

const schedule = (plan: Partial<TimerPlan> = {}) =>
  fresh.database.within([orgId], (tx) =>
    scheduleTimer(tx, { orgId, kind, key: 'order-1', dueAt: clock.now() + 1000, ...plan }, clock.now()),
  )

const pending = () =>
  fresh.database.within([orgId], (tx) =>
    tx.selectFrom('timer').select(['key', 'attempts']).where('kind', '=', kind).execute(),
  )

test('rings once when it is due and not before, with what it was given', async () => {
  const rung: unknown[] = []
  const runner = runnerOf(async (timer) => void rung.push(timer.payload))
  await schedule({ payload: { orderId: 'A1' } })
  await runner.drain()
  expect(rung).toEqual([])
  clock.advance(1000)
  await runner.drain()
  await runner.drain()
  expect(rung).toEqual([{ orderId: 'A1' }])
  expect(await pending()).toEqual([])
})

test('scheduling again moves the timer, cancelling takes it away', async () => {
  const rung: string[] = []
  const runner = runnerOf(async (timer) => void rung.push(timer.key))
  await schedule({ key: 'moved' })
  await schedule({ key: 'moved', dueAt: clock.now() + 5000 })
  await schedule({ key: 'gone' })
  const cancel = () => fresh.database.within([orgId], (tx) => cancelTimer(tx, { orgId, kind, key: 'gone' }))
  expect(await cancel()).toBe(true)
  expect(await cancel()).toBe(false)
  clock.advance(1000)
  await runner.drain()
  expect(rung).toEqual([])
  clock.advance(4000)
  await runner.drain()
  expect(rung).toEqual(['moved'])
})

test('a timer that is moved while it rings stays for its new time', async () => {
  let rings = 0
  const runner = runnerOf(async () => {
    rings += 1
    if (rings === 1) await schedule({ dueAt: clock.now() + 9000 })
  })
  await schedule()
  clock.advance(1000)
  await runner.drain()
  expect(await pending()).toHaveLength(1)
  clock.advance(9000)
  await runner.drain()
  expect(rings).toBe(2)
})

test('two runners ring each timer once', async () => {
  const rung: string[] = []
  const handler: TimerHandler = async (timer) => void rung.push(timer.key)
  for (let number = 0; number < 30; number += 1) await schedule({ key: String(number) })
  clock.advance(1000)
  await Promise.all([runnerOf(handler).drain(), runnerOf(handler).drain()])
  expect(rung).toHaveLength(30)
  expect(new Set(rung).size).toBe(30)
})

test('a timer whose runner died rings again after the lease', async () => {
  const rung: string[] = []
  await schedule()
  clock.advance(1000)
  const dead = runnerOf(() => new Promise(() => undefined))
  dead.drain().catch(() => expect.fail('it hangs'))
  await expect.poll(async () => (await pending())[0]?.attempts).toBe(1)
  const runner = runnerOf(async (timer) => void rung.push(`try ${timer.attempts}`))
  await runner.drain()
  expect(rung).toEqual([])
  clock.advance(61_000)
  await runner.drain()
  expect(rung).toEqual(['try 2'])
})

test('a timer that fails is tried again, and given up with an alert in the end', async () => {
  let tries = 0
  const runner = runnerOf(async () => {
    tries += 1
    throw new Error('closed')
  })
  await schedule()
  for (let round = 0; round < 12; round += 1) {
    clock.advance(7_200_001)
    await runner.drain()
  }
  expect(tries).toBe(8)
  expect(await pending()).toEqual([])
  const alerts = await fresh.database.within([orgId], (tx) => tx.selectFrom('outbox').select('events').execute())
  expect(alerts).toMatchObject([
    { events: [{ type: 'alert.raised', body: { alert: 'timer-given-up', reason: 'closed' } }] },
  ])
})
