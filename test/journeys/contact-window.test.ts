import { afterAll, beforeAll, expect, test } from 'vitest'
import { failed } from '../../src/kernel/result.ts'
import { type Channel, type Content, textOnlyProfile } from '../../src/message/index.ts'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../journey-house.ts'

const HOUR_MS = 3_600_000
const sent: Content[] = []
/** A platform that lets a shop send two messages within 48 hours after a buyer's, and no more. */
const counting: Channel = {
  kind: 'http',
  capabilities: { ...textOnlyProfile, window: { sends: 2, withinMs: 48 * HOUR_MS } },
  dropsDoubles: true,
  parse: () => failed({ kind: 'bad-signature' }),
  send: async (_account, parts) => {
    sent.push(...parts)
    return { kind: 'delivered', receipt: null }
  },
}

let house: JourneyHouse
beforeAll(async () => {
  house = await openJourneyHouse({ channel: counting })
}, OPENING_MS)
afterAll(() => house.close())

const statesOf = async (conversationId: string) => {
  await house.delivery.drain()
  return house.look(async (tx) => {
    const rows = await tx
      .selectFrom('delivery')
      .select(['state', 'reason', 'created_at'])
      .where('conversation_id', '=', conversationId)
      .orderBy('created_at')
      .execute()
    return rows.map(({ state, reason }) => (state === 'held' ? reason : state))
  })
}

test('a buyer who writes may be answered; a person who writes into a shut window is told that it is shut', async () => {
  const buyer = house.buyer('counted')
  const { ack } = await buyer.say('包邮吗')
  const { conversationId } = ack
  expect(await statesOf(conversationId)).toEqual(['delivered'])
  expect(sent.length).toBeGreaterThan(0)
  const at = (rest: string) => `/api/v1/conversations/${conversationId}/${rest}`
  const post = (rest: string, body?: unknown) => house.ask({ method: 'POST', url: at(rest), as: house.lin, body })
  house.clock.advance(49 * HOUR_MS)
  expect((await post('take-over')).status).toBe(200)
  expect(await statesOf(conversationId)).toEqual(['delivered', 'window-closed'])
  expect((await buyer.say('在吗')).ack.conversationId).toBe(conversationId)
  for (const text of ['在的', '您说', '还有吗']) {
    house.clock.advance(1000)
    expect((await post('messages', { content: { kind: 'text', text } })).status).toBe(201)
  }
  expect(await statesOf(conversationId)).toEqual([
    'delivered',
    'window-closed',
    'delivered',
    'delivered',
    'window-used-up',
  ])
})
