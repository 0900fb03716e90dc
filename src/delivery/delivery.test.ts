import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import {
  eventsOf,
  openDelivery,
  platform,
  reply,
  START,
  statesOf,
  sweepUp,
  unreachable,
} from '../../test/delivery-fixture.ts'
import { commitReply, openSecondTalk, openTalk } from '../../test/talk-fixture.ts'
import { listAttempts, listDead, listDeliveries, replayDelivery } from './dead-deliveries.store.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

test('sends what was handed over, once and in order, and tells it by events', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, seqs } = platform()
  const { delivery } = openDelivery(fresh, channel)
  const jobs = [
    await reply(fresh, talk, START),
    await reply(fresh, talk, START + 1),
    await reply(fresh, talk, START + 2),
  ]
  delivery.dispatch(jobs)
  delivery.dispatch(jobs)
  await delivery.drain()
  expect(seqs()).toEqual(jobs.flatMap((job) => job.seqs))
  expect(await statesOf(fresh, talk)).toEqual(['delivered', 'delivered', 'delivered'])
  expect(await eventsOf(fresh, talk)).toEqual([
    'reply.delivered delivered',
    'reply.delivered delivered',
    'reply.delivered delivered',
  ])
})

test('is healed by the sweeper when the process died before sending', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, sent } = platform()
  const { delivery, clock } = openDelivery(fresh, channel)
  const job = await reply(fresh, talk, START)
  expect(await sweepUp(delivery)).toBe(0)
  clock.advance(31_000)
  expect(await sweepUp(delivery)).toBe(1)
  expect(sent).toEqual([
    {
      idempotencyKey: job.deliveryId,
      conversationId: talk.conversationId,
      buyerId: talk.buyerId,
      buyerRef: job.buyerRef,
      turnId: null,
      seqs: job.seqs,
      messageIds: job.messageIds,
      role: 'robot',
      at: clock.now(),
    },
  ])
  expect(await statesOf(fresh, talk)).toEqual(['delivered'])
  expect(await sweepUp(delivery)).toBe(0)
})

test('tries ten times over 75 hours, then puts the reply on the dead list, from where it can be sent again', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, sent, answers } = platform()
  const { delivery, clock } = openDelivery(fresh, channel)
  answers.push(...Array.from({ length: 10 }, () => unreachable))
  const job = await reply(fresh, talk, START)
  delivery.dispatch([job])
  await delivery.drain()
  for (const seconds of [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]) {
    clock.advance(seconds * 1000 - 1)
    expect(await sweepUp(delivery)).toBe(0)
    clock.advance(1)
    expect(await sweepUp(delivery)).toBe(1)
  }
  expect(sent).toHaveLength(10)
  expect(await statesOf(fresh, talk)).toEqual(['dead ECONNREFUSED'])
  expect(await eventsOf(fresh, talk)).toEqual(['reply.failed dead'])
  const { orgId } = talk
  const { deliveryId } = job
  const [dead, log] = await fresh.database.within([orgId], async (tx) => [
    await listDead(tx, { orgId, shopIds: null, before: null, most: 10 }),
    await listAttempts(tx, orgId, deliveryId),
  ])
  expect(dead.map((row) => row.deliveryId)).toEqual([deliveryId])
  expect(log.map((row) => `${row.attempt} ${row.outcome}`)).toEqual(
    Array.from({ length: 10 }, (_, at) => `${at + 1} unreachable`),
  )
  const replay = (id: string) =>
    fresh.database.within([orgId], (tx) => replayDelivery(tx, { orgId, deliveryId: id, at: clock.now() }))
  expect(await replay(deliveryId)).toBe(true)
  expect(await replay(deliveryId)).toBe(false)
  clock.advance(1)
  await sweepUp(delivery)
  expect(await statesOf(fresh, talk)).toEqual(['delivered'])
})

test('does not try again what was refused', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, sent, answers } = platform()
  const { delivery, clock } = openDelivery(fresh, channel)
  answers.push({ kind: 'refused', reason: 'status 410' })
  delivery.dispatch([await reply(fresh, talk, START)])
  await delivery.drain()
  clock.advance(1e9)
  expect(await sweepUp(delivery)).toBe(0)
  expect(sent).toHaveLength(1)
  expect(await statesOf(fresh, talk)).toEqual(['refused status 410'])
  expect(await eventsOf(fresh, talk)).toEqual(['reply.failed refused'])
})

test('repeats an unknown outcome only where doubles are dropped', async () => {
  for (const dropsDoubles of [true, false]) {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent, answers } = platform({ dropsDoubles })
    const { delivery, clock } = openDelivery(fresh, channel)
    answers.push({ kind: 'unknown', reason: 'timeout' })
    delivery.dispatch([await reply(fresh, talk, START)])
    await delivery.drain()
    clock.advance(5000)
    await sweepUp(delivery)
    expect(sent).toHaveLength(dropsDoubles ? 2 : 1)
    expect(await statesOf(fresh, talk)).toEqual([dropsDoubles ? 'delivered' : 'unknown timeout'])
  }
})

test('says "unknown", and sends nothing, after a crash in the middle of a send that may not be repeated', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, sent, answers } = platform({ dropsDoubles: false })
  const first = openDelivery(fresh, channel)
  // The process never hears the answer.
  answers.push(() => new Promise(() => undefined))
  first.delivery.dispatch([await reply(fresh, talk, START)])
  await expect.poll(() => sent.length).toBe(1)
  const second = openDelivery(fresh, channel)
  second.clock.advance(31_000)
  await sweepUp(second.delivery)
  expect(sent).toHaveLength(1)
  expect(await statesOf(fresh, talk)).toEqual(['unknown interrupted'])
})

test('refuses what has no account or no words any more, without holding anybody up', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, sent } = platform()
  const { delivery, clock } = openDelivery(fresh, channel)
  await commitReply(fresh.database, talk, { contents: [], at: START })
  clock.advance(31_000)
  await sweepUp(delivery)
  expect(await statesOf(fresh, talk)).toEqual(['refused no-content'])
  await fresh.database.outside((tx) =>
    tx.deleteFrom('channel_owner').where('channel_id', '=', talk.channelId).execute(),
  )
  delivery.dispatch([await reply(fresh, talk, clock.now())])
  await delivery.drain()
  expect(await statesOf(fresh, talk)).toEqual(['refused no-content', 'refused channel-gone'])
  expect(sent).toEqual([])
})

test('reports what a poorer channel lost', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel } = platform({
    capabilities: { native: new Set(['text']), textLimit: { unit: 'characters', max: 500 } },
  })
  const { delivery } = openDelivery(fresh, channel)
  delivery.dispatch([
    await commitReply(fresh.database, talk, {
      contents: [{ kind: 'image', url: 'https://a.example/1.png' }],
      at: START,
    }),
  ])
  await delivery.drain()
  const { orgId, conversationId } = talk
  const [row] = await fresh.database.within([orgId], (tx) => listDeliveries(tx, { orgId, conversationId, most: 1 }))
  expect(row?.losses).toEqual([{ index: 0, kind: 'image', became: 'text', lost: 'form' }])
})

test('sends many conversations at once', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, seqs } = platform()
  const { delivery } = openDelivery(fresh, channel)
  const talks = [
    talk,
    ...(await Promise.all(Array.from({ length: 40 }, () => openSecondTalk(fresh.database, talk, START)))),
  ]
  const jobs = []
  for (const each of talks) jobs.push(await reply(fresh, each, START), await reply(fresh, each, START + 1))
  delivery.dispatch(jobs)
  await delivery.drain()
  expect(new Set(seqs()).size).toBe(jobs.length)
  expect(seqs()).toHaveLength(jobs.length)
})
