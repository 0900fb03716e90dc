import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import {
  eventsOf,
  openDelivery,
  platform,
  reply,
  say,
  START,
  statesOf,
  unreachable,
} from '../../test/delivery-fixture.ts'
import { commitReply, openSecondTalk, openTalk } from '../../test/talk-fixture.ts'
import { openContactWindows } from './contact-window.store.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

test('holds later replies back while an earlier one cannot leave, and sends both in order', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, answers, seqs } = platform()
  const { delivery, clock } = openDelivery(fresh, channel)
  const jobs = [await reply(fresh, talk, START), await reply(fresh, talk, START + 1)]
  answers.push(unreachable)
  delivery.dispatch(jobs)
  await delivery.drain()
  expect(await statesOf(fresh, talk)).toEqual(['retrying ECONNREFUSED', 'retrying behind-earlier'])
  // A new reply is the occasion to try the old ones again, long before their time.
  clock.advance(1000)
  const third = await reply(fresh, talk, START + 2)
  delivery.dispatch([third])
  await delivery.drain()
  const [first, second] = jobs
  expect(seqs()).toEqual([...(first?.seqs ?? []), ...(first?.seqs ?? []), ...(second?.seqs ?? []), ...third.seqs])
  expect(await statesOf(fresh, talk)).toEqual(['delivered', 'delivered', 'delivered'])
})

test('lets a talk go on after ten minutes, and never holds up another conversation', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const other = await openSecondTalk(fresh.database, talk, START)
  const { channel, answers } = platform()
  const { delivery, clock } = openDelivery(fresh, channel)
  answers.push(unreachable)
  delivery.dispatch([await reply(fresh, talk, START)])
  await delivery.drain()
  delivery.dispatch([await reply(fresh, other, START)])
  await delivery.drain()
  expect(await statesOf(fresh, other)).toEqual(['delivered'])
  clock.advance(11 * 60_000)
  answers.push(unreachable)
  delivery.dispatch([await reply(fresh, talk, clock.now())])
  await delivery.drain()
  expect(await statesOf(fresh, talk)).toEqual(['retrying ECONNREFUSED', 'delivered'])
})

test('sends nothing of the robot after a take-over, and what the agent says', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, sent } = platform()
  const { delivery } = openDelivery(fresh, channel)
  const before = await reply(fresh, talk, START)
  await fresh.database.within([talk.orgId], (tx) =>
    tx.updateTable('conversation').set({ epoch: 1 }).where('conversation_id', '=', talk.conversationId).execute(),
  )
  const agent = await commitReply(fresh.database, talk, { contents: say('我来'), at: START + 1, role: 'agent' })
  delivery.dispatch([before, agent])
  await delivery.drain()
  expect(sent.map((each) => each.role)).toEqual(['agent'])
  expect(await statesOf(fresh, talk)).toEqual(['fenced taken-over', 'delivered'])
})

test('lets a take-over wait for the reply that had passed the fence', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, sent, answers } = platform()
  const { delivery } = openDelivery(fresh, channel)
  let release: () => void = () => undefined
  answers.push(() => new Promise((settle) => (release = () => settle({ kind: 'delivered', receipt: null }))))
  delivery.dispatch([await reply(fresh, talk, START)])
  await expect.poll(() => sent.length).toBe(1)
  let isIdle = false
  const idle = delivery.idle(talk.conversationId).then(() => (isIdle = true))
  await new Promise((settle) => setImmediate(settle))
  expect(isIdle).toBe(false)
  release()
  await idle
  expect(await statesOf(fresh, talk)).toEqual(['delivered'])
})

test('keeps the window of the platform: so many sends after a message of the buyer, then none until he writes again', async () => {
  const talk = await openTalk(fresh.database, { at: START })
  const { channel, sent, answers } = platform({
    dropsDoubles: false,
    capabilities: { window: { sends: 2, withinMs: 1000 } },
  })
  const { delivery, clock } = openDelivery(fresh, channel)
  const row = { orgId: talk.orgId, channelId: talk.channelId, buyerId: talk.buyerId }
  const sendOne = async () => {
    delivery.dispatch([await reply(fresh, talk, clock.now())])
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
  expect(await statesOf(fresh, talk)).toEqual([
    'held window-closed',
    'delivered',
    'delivered',
    'held window-used-up',
    'delivered',
    'delivered',
    'held window-closed',
  ])
  expect(await eventsOf(fresh, talk)).toContain('reply.failed held')
})
