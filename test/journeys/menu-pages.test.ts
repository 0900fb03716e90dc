import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Content } from '../../src/message/index.ts'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../journey-house.ts'

let house: JourneyHouse
beforeAll(async () => {
  house = await openJourneyHouse()
}, OPENING_MS)
afterAll(() => house.close())

/** As if we had offered so many readings of a question before: one of them is a scenario that there is. */
async function offer(conversationId: string, meant: string, place: number): Promise<void> {
  const labels = Array.from({ length: 25 }, (_, at) => `第${at + 1}种`)
  const options = labels.map((label, at) => ({
    token: `meaning:${at}`,
    value: at === place ? meant : 'no.such',
    label,
  }))
  await house.look(async (tx) => {
    const { buyer_id: buyerId } = await tx
      .selectFrom('conversation')
      .select('buyer_id')
      .where('conversation_id', '=', conversationId)
      .executeTakeFirstOrThrow()
    const value = JSON.stringify({ kind: 'meaning', entryId: null, options, text: '包邮吗' })
    const row = { org_id: house.orgId, shop_id: house.shopId, buyer_id: buyerId, kind: 'pending', key: 'question' }
    await tx
      .insertInto('memory')
      .values({ ...row, value, scope: 'shop', recorded_at: house.clock.now() })
      .execute()
  })
  house.path.renew(conversationId)
}

const menuOf = (messages: readonly { readonly content: Content }[] | undefined): string[] =>
  (messages ?? []).flatMap(({ content }) => (content.kind === 'menu' ? content.items.map(({ label }) => label) : []))
const more = (offset: number) => ({ kind: 'choice', token: `more:${offset}`, label: '更多' }) as const

test('"more" brings the next page of a long menu; numbers are those of the page', async () => {
  const buyer = house.buyer('pages')
  const first = await buyer.say('包邮吗')
  const meant = first.reply?.scenario ?? ''
  await offer(first.ack.conversationId, meant, 20)
  const second = await buyer.say(more(9))
  expect(menuOf(second.reply?.messages).slice(0, -1)).toEqual(Array.from({ length: 16 }, (_, at) => `第${at + 10}种`))
  const third = await buyer.say(more(9))
  expect(menuOf(third.reply?.messages).slice(0, -1)).toEqual(Array.from({ length: 7 }, (_, at) => `第${at + 19}种`))
  // Number 3 of this page is the 21st of all.
  expect((await buyer.say('3')).reply?.scenario).toBe(meant)
})

test('a button of an earlier page still works', async () => {
  const buyer = house.buyer('earlier')
  const { ack, reply } = await buyer.say('包邮吗')
  await offer(ack.conversationId, reply?.scenario ?? '', 2)
  await buyer.say(more(9))
  const pressed = await buyer.say({ kind: 'choice', token: 'meaning:2', label: '' })
  expect(pressed.reply?.scenario).toBe(reply?.scenario)
})

test('a "more" that leads nowhere is answered like anything else that is not understood', async () => {
  const buyer = house.buyer('lost')
  const { reply } = await buyer.say(more(9))
  expect(reply?.decision).not.toBe('answer')
})
