import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../journey-house.ts'
import { drawWording } from './wording.ts'

let house: JourneyHouse
const { pick } = drawWording()
beforeAll(async () => {
  house = await openJourneyHouse({ quietMs: 60 })
}, OPENING_MS)
afterAll(() => house.close())

test('several short messages within the quiet time are one turn with one answer', async () => {
  const buyer = house.buyer('bursts')
  const said = await Promise.all([buyer.say('在吗'), buyer.say('那件灰色大衣'), buyer.say(pick('freeShipping'))])
  expect(new Set(said.map(({ ack }) => ack.turnId)).size).toBe(1)
  expect(said.map(({ ack }) => ack.seq)).toEqual([1, 2, 3])
  const replies = new Set(said.map(({ reply }) => JSON.stringify(reply)))
  expect(replies.size).toBe(1)
  const turns = await house.look((tx) => tx.selectFrom('turn').select(['state', 'turn_id']).execute())
  expect(turns).toEqual([{ state: 'settled', turn_id: said[0].ack.turnId }])
  expect(said[2].words).toContain('99')
})

test('messages that are further apart are turns of their own', async () => {
  const buyer = house.buyer('apart')
  const first = await buyer.say(pick('freeShipping'))
  const second = await buyer.say(pick('insurance'))
  expect(second.ack.turnId).not.toBe(first.ack.turnId)
  expect(second.ack.seq).toBe(first.ack.seq + (first.reply?.messages.length ?? 0) + 1)
})

test('who does not wait is told at once, and finds the reply in the log', async () => {
  const told = await house.buyer('patient').say(pick('freeShipping'), { wait: 0, messageId: 'p-1' })
  expect([told.status, told.reply]).toEqual([202, undefined])
  const later = await house.buyer('patient').say('x', { messageId: 'p-2' })
  expect(later.ack.conversationId).toBe(told.ack.conversationId)
})
