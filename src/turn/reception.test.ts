import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../../test/journey-house.ts'

let house: JourneyHouse
const held: (() => void)[] = []
beforeAll(async () => {
  const schedule = (_delayMs: number, run: () => void) => {
    held.push(run)
    return () => undefined
  }
  house = await openJourneyHouse({ quietMs: 60, schedule })
}, OPENING_MS)
afterAll(() => house.close())

/** The quiet time of every burst is over. */
async function quiet(conversationId: string): Promise<void> {
  house.clock.advance(1000)
  for (const run of held.splice(0)) run()
  await house.path.idle(conversationId)
}

const wordsOf = (conversationId: string) =>
  house.look(async (tx) => {
    const rows = await tx
      .selectFrom('message')
      .select(['role', 'content', 'session_id'])
      .where('conversation_id', '=', conversationId)
      .execute()
    return rows.filter(({ role }) => role === 'robot').map(({ content }) => JSON.stringify(content))
  })

/** The connection breaks after the next commit, before its answer. */
function loseAnswer(): void {
  const { hot } = house.database
  const runAll = hot.runAll.bind(hot)
  vi.spyOn(hot, 'runAll').mockImplementationOnce(async (orgIds, statements) => {
    await runAll(orgIds, statements)
    throw new Error('Connection terminated unexpectedly')
  })
}

test('a message whose commit went unheard belongs to its burst all the same', async () => {
  const buyer = house.buyer('unheard')
  const first = await buyer.say('在吗', { wait: 0 })
  loseAnswer()
  // Written together with another buyer's: what failed together is tried again apart.
  const [second] = await Promise.all([buyer.say('包邮吗', { wait: 0 }), house.buyer('beside').say('你好', { wait: 0 })])
  expect(second.status).toBe(202)
  expect(second.answer.headers['idempotent-replayed']).toBeUndefined()
  expect([second.ack.turnId, second.ack.seq]).toEqual([first.ack.turnId, 2])
  await quiet(first.ack.conversationId)
  expect((await wordsOf(first.ack.conversationId)).join()).toContain('99')
})

test('a message that was refused and is stored all the same is answered with its burst', async () => {
  const buyer = house.buyer('refused')
  const first = await buyer.say('在吗', { wait: 0 })
  loseAnswer()
  await expect(buyer.say('包邮吗', { wait: 0, messageId: 'again' })).rejects.toThrow('503')
  expect((await buyer.say('包邮吗', { wait: 0, messageId: 'again' })).ack.turnId).toBe(first.ack.turnId)
  await quiet(first.ack.conversationId)
  house.clock.advance(60_000)
  await house.path.sweep()
  expect((await wordsOf(first.ack.conversationId)).join()).toContain('99')
})

test('a turn that ends in half of a sign is answered', async () => {
  // Sixty units into the text stands the first half of one of them.
  const { ack } = await house.buyer('signs').say(`包邮吗${'😀'.repeat(60)}`, { wait: 0 })
  await quiet(ack.conversationId)
  expect((await wordsOf(ack.conversationId)).join()).toContain('99')
})

test('a repetition with another body leaves the session as it was', async () => {
  const buyer = house.buyer('sessions')
  const { ack } = await buyer.say('包邮吗', { wait: 0, messageId: 'same' })
  await quiet(ack.conversationId)
  house.clock.advance(86_400_000)
  const raw = { messageId: 'same', buyer: { id: 'sessions' }, content: { kind: 'text', text: '别的' } }
  const refused = await house.ask({
    method: 'POST',
    url: `/api/v1/channels/${house.channelId}/messages`,
    as: house.key,
    body: raw,
  })
  expect(refused.status).toBe(409)
  await buyer.say('有运费险吗', { wait: 0 })
  await quiet(ack.conversationId)
  const lost = await house.look((tx) =>
    tx
      .selectFrom('message as m')
      .leftJoin('session as s', (join) => join.onRef('s.session_id', '=', 'm.session_id'))
      .select('m.seq')
      .where('m.conversation_id', '=', ack.conversationId)
      .where('s.session_id', 'is', null)
      .execute(),
  )
  expect(lost).toEqual([])
})
