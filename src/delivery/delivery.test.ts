import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { commitReply, openSecondTalk, openTalk, type TalkFixture } from '../../test/talk-fixture.ts'
import { createManualClock } from '../kernel/clock.ts'
import { done } from '../kernel/result.ts'
import type { Capabilities, Channel, OutboundEnvelope, SendOutcome } from '../message/index.ts'
import { renderWords, webProfile } from '../message/index.ts'
import { openContactWindows } from './contact-window.store.ts'
import { loadChannelAccount } from './channel-account.store.ts'
import { listAttempts, listDead, listDeliveries, replayDelivery } from './dead-deliveries.store.ts'
import { createDelivery, type Delivery } from './delivery.ts'

const START = Date.UTC(2026, 10, 22)
const { zh } = z.object({ zh: renderWords }).parse(JSON.parse(readFileSync('packs/general/render.json', 'utf8')))
let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

/** A platform that answers as told; what is not told, it takes. */
function platform(more: { dropsDoubles?: boolean; capabilities?: Partial<Capabilities> } = {}) {
  const sent: OutboundEnvelope[] = []
  const answers: (SendOutcome | (() => Promise<SendOutcome>))[] = []
  const channel: Channel = {
    kind: 'fake',
    capabilities: { ...webProfile, ...more.capabilities },
    dropsDoubles: more.dropsDoubles ?? true,
    parse: () => done([]),
    async send(_account, _parts, envelope) {
      sent.push(envelope)
      const next = answers.shift() ?? { kind: 'delivered', receipt: 'r' }
      return typeof next === 'function' ? next() : next
    },
  }
  return { channel, sent, answers, seqs: () => sent.flatMap((each) => each.seqs) }
}

function open(channel: Channel) {
  const clock = createManualClock(START)
  const delivery = createDelivery({
    database: fresh.database,
    clock,
    random: () => 0.5,
    onError: (error) => {
      throw error
    },
    targetOf: async (job) => {
      const account = await loadChannelAccount(fresh.database, job.channelId)
      return account ? { account, channel, words: { lines: zh, utcOffsetMinutes: 480 } } : null
    },
  })
  return { clock, delivery }
}

const say = (text: string) => [{ kind: 'text' as const, text }]
const unreachable: SendOutcome = { kind: 'unreachable', reason: 'ECONNREFUSED' }

const reply = (talk: TalkFixture, at: number, text = 'x') =>
  commitReply(fresh.database, talk, { contents: say(text), at })

async function statesOf(talk: TalkFixture): Promise<string[]> {
  const { orgId, conversationId } = talk
  const rows = await fresh.database.within([orgId], (tx) => listDeliveries(tx, { orgId, conversationId, most: 50 }))
  return rows.map((row) => [row.state, row.reason].filter(Boolean).join(' '))
}

async function eventsOf(talk: TalkFixture): Promise<string[]> {
  const rows = await fresh.database.within([talk.orgId], (tx) =>
    tx.selectFrom('outbox').select('events').where('org_id', '=', talk.orgId).orderBy('position').execute(),
  )
  const shape = z.array(z.object({ type: z.string(), body: z.object({ state: z.string() }) }))
  return rows.flatMap((row) => shape.parse(row.events).map((event) => `${event.type} ${event.body.state}`))
}

async function sweepUp(delivery: Delivery): Promise<number> {
  const count = await delivery.sweep()
  await delivery.drain()
  return count
}

describe('delivery', () => {
  test('sends what was handed over, once and in order, and tells it by events', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, seqs } = platform()
    const { delivery } = open(channel)
    const jobs = [await reply(talk, START), await reply(talk, START + 1), await reply(talk, START + 2)]
    delivery.dispatch(jobs)
    delivery.dispatch(jobs)
    await delivery.drain()
    expect(seqs()).toEqual(jobs.flatMap((job) => job.seqs))
    expect(await statesOf(talk)).toEqual(['delivered', 'delivered', 'delivered'])
    expect(await eventsOf(talk)).toEqual([
      'reply.delivered delivered',
      'reply.delivered delivered',
      'reply.delivered delivered',
    ])
  })

  test('is healed by the sweeper when the process died before sending', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent } = platform()
    const { delivery, clock } = open(channel)
    const job = await reply(talk, START, '在的')
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
    expect(await statesOf(talk)).toEqual(['delivered'])
    expect(await sweepUp(delivery)).toBe(0)
  })

  test('tries ten times over 75 hours, then puts the reply on the dead list, from where it can be sent again', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent, answers } = platform()
    const { delivery, clock } = open(channel)
    answers.push(...Array.from({ length: 10 }, () => unreachable))
    const job = await reply(talk, START)
    delivery.dispatch([job])
    await delivery.drain()
    for (const seconds of [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]) {
      clock.advance(seconds * 1000 - 1)
      expect(await sweepUp(delivery)).toBe(0)
      clock.advance(1)
      expect(await sweepUp(delivery)).toBe(1)
    }
    expect(sent).toHaveLength(10)
    expect(await statesOf(talk)).toEqual(['dead ECONNREFUSED'])
    expect(await eventsOf(talk)).toEqual(['reply.failed dead'])
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
    expect(await statesOf(talk)).toEqual(['delivered'])
  })

  test('does not try again what was refused', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent, answers } = platform()
    const { delivery, clock } = open(channel)
    answers.push({ kind: 'refused', reason: 'status 410' })
    delivery.dispatch([await reply(talk, START)])
    await delivery.drain()
    clock.advance(1e9)
    expect(await sweepUp(delivery)).toBe(0)
    expect(sent).toHaveLength(1)
    expect(await statesOf(talk)).toEqual(['refused status 410'])
    expect(await eventsOf(talk)).toEqual(['reply.failed refused'])
  })

  test('repeats an unknown outcome only where doubles are dropped', async () => {
    for (const dropsDoubles of [true, false]) {
      const talk = await openTalk(fresh.database, { at: START })
      const { channel, sent, answers } = platform({ dropsDoubles })
      const { delivery, clock } = open(channel)
      answers.push({ kind: 'unknown', reason: 'timeout' })
      delivery.dispatch([await reply(talk, START)])
      await delivery.drain()
      clock.advance(5000)
      await sweepUp(delivery)
      expect(sent).toHaveLength(dropsDoubles ? 2 : 1)
      expect(await statesOf(talk)).toEqual([dropsDoubles ? 'delivered' : 'unknown timeout'])
    }
  })

  test('says "unknown", and sends nothing, after a crash in the middle of a send that may not be repeated', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent, answers } = platform({ dropsDoubles: false })
    const first = open(channel)
    // The process never hears the answer.
    answers.push(() => new Promise(() => undefined))
    first.delivery.dispatch([await reply(talk, START)])
    await expect.poll(() => sent.length).toBe(1)
    const second = open(channel)
    second.clock.advance(31_000)
    await sweepUp(second.delivery)
    expect(sent).toHaveLength(1)
    expect(await statesOf(talk)).toEqual(['unknown interrupted'])
  })

  test('holds later replies back while an earlier one cannot leave, and sends both in order', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, answers, seqs } = platform()
    const { delivery, clock } = open(channel)
    const jobs = [await reply(talk, START), await reply(talk, START + 1)]
    answers.push(unreachable)
    delivery.dispatch(jobs)
    await delivery.drain()
    expect(await statesOf(talk)).toEqual(['retrying ECONNREFUSED', 'retrying behind-earlier'])
    // A new reply is the occasion to try the old ones again, long before their time.
    clock.advance(1000)
    const third = await reply(talk, START + 2)
    delivery.dispatch([third])
    await delivery.drain()
    const [first, second] = jobs
    expect(seqs()).toEqual([...(first?.seqs ?? []), ...(first?.seqs ?? []), ...(second?.seqs ?? []), ...third.seqs])
    expect(await statesOf(talk)).toEqual(['delivered', 'delivered', 'delivered'])
  })

  test('lets a talk go on after ten minutes, and never holds up another conversation', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const other = await openSecondTalk(fresh.database, talk, START)
    const { channel, answers } = platform()
    const { delivery, clock } = open(channel)
    answers.push(unreachable)
    delivery.dispatch([await reply(talk, START)])
    await delivery.drain()
    delivery.dispatch([await reply(other, START)])
    await delivery.drain()
    expect(await statesOf(other)).toEqual(['delivered'])
    clock.advance(11 * 60_000)
    answers.push(unreachable)
    delivery.dispatch([await reply(talk, clock.now())])
    await delivery.drain()
    expect(await statesOf(talk)).toEqual(['retrying ECONNREFUSED', 'delivered'])
  })

  test('sends nothing of the robot after a take-over, and what the agent says', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent } = platform()
    const { delivery } = open(channel)
    const before = await reply(talk, START)
    await fresh.database.within([talk.orgId], (tx) =>
      tx.updateTable('conversation').set({ epoch: 1 }).where('conversation_id', '=', talk.conversationId).execute(),
    )
    const agent = await commitReply(fresh.database, talk, { contents: say('我来'), at: START + 1, role: 'agent' })
    delivery.dispatch([before, agent])
    await delivery.drain()
    expect(sent.map((each) => each.role)).toEqual(['agent'])
    expect(await statesOf(talk)).toEqual(['fenced taken-over', 'delivered'])
  })

  test('lets a take-over wait for the reply that had passed the fence', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent, answers } = platform()
    const { delivery } = open(channel)
    let release: () => void = () => undefined
    answers.push(() => new Promise((settle) => (release = () => settle({ kind: 'delivered', receipt: null }))))
    delivery.dispatch([await reply(talk, START)])
    await expect.poll(() => sent.length).toBe(1)
    let isIdle = false
    const idle = delivery.idle(talk.conversationId).then(() => (isIdle = true))
    await new Promise((settle) => setImmediate(settle))
    expect(isIdle).toBe(false)
    release()
    await idle
    expect(await statesOf(talk)).toEqual(['delivered'])
  })

  test('keeps the window of the platform: so many sends after a message of the buyer, then none until he writes again', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent, answers } = platform({
      dropsDoubles: false,
      capabilities: { window: { sends: 2, withinMs: 1000 } },
    })
    const { delivery, clock } = open(channel)
    const row = { orgId: talk.orgId, channelId: talk.channelId, buyerId: talk.buyerId }
    const sendOne = async () => {
      delivery.dispatch([await reply(talk, clock.now())])
      await delivery.drain()
    }
    await sendOne()
    await openContactWindows(fresh.database, [{ ...row, at: clock.now() }])
    for (let count = 0; count < 3; count += 1) await sendOne()
    await openContactWindows(fresh.database, [{ ...row, at: clock.now() }])
    // What did not get there costs nothing.
    answers.push(unreachable)
    await sendOne()
    await sendOne()
    clock.advance(1000)
    await sendOne()
    expect(sent).toHaveLength(5)
    expect(await statesOf(talk)).toEqual([
      'held window-closed',
      'delivered',
      'delivered',
      'held window-used-up',
      'delivered',
      'delivered',
      'held window-closed',
    ])
    expect(await eventsOf(talk)).toContain('reply.failed held')
  })

  test('refuses what has no account or no words any more, without holding anybody up', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel, sent } = platform()
    const { delivery, clock } = open(channel)
    await commitReply(fresh.database, talk, { contents: [], at: START })
    clock.advance(31_000)
    await sweepUp(delivery)
    expect(await statesOf(talk)).toEqual(['refused no-content'])
    await fresh.database.outside((tx) =>
      tx.deleteFrom('channel_owner').where('channel_id', '=', talk.channelId).execute(),
    )
    delivery.dispatch([await reply(talk, clock.now())])
    await delivery.drain()
    expect(await statesOf(talk)).toEqual(['refused no-content', 'refused channel-gone'])
    expect(sent).toEqual([])
  })

  test('reports what a poorer channel lost', async () => {
    const talk = await openTalk(fresh.database, { at: START })
    const { channel } = platform({
      capabilities: { native: new Set(['text']), textLimit: { unit: 'characters', max: 500 } },
    })
    const { delivery } = open(channel)
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
    const { delivery } = open(channel)
    const talks = [
      talk,
      ...(await Promise.all(Array.from({ length: 40 }, () => openSecondTalk(fresh.database, talk, START)))),
    ]
    const jobs = []
    for (const each of talks) jobs.push(await reply(each, START), await reply(each, START + 1))
    delivery.dispatch(jobs)
    await delivery.drain()
    expect(new Set(seqs()).size).toBe(jobs.length)
    expect(seqs()).toHaveLength(jobs.length)
  })
})
