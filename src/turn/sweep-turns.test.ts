import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../../test/journey-house.ts'
import { newUuid } from '../kernel/ids.ts'

let house: JourneyHouse
beforeAll(async () => {
  // Nobody here finds his quiet time over: every turn is left to the sweeper.
  house = await openJourneyHouse({ quietMs: 60, schedule: () => () => undefined })
}, OPENING_MS)
afterAll(() => house.close())

const turnsOf = (conversationId: string) =>
  house.look((tx) => tx.selectFrom('turn').select('state').where('conversation_id', '=', conversationId).execute())
const dueTurns = () => house.look((tx) => tx.selectFrom('due_turn').select(['turn_id', 'attempts']).execute())

test('a turn whose words cannot be read goes to a person and holds no other turn up', async () => {
  const broken = (await house.buyer('broken').say('包邮吗', { wait: 0 })).ack
  const whole = (await house.buyer('whole').say('包邮吗', { wait: 0 })).ack
  await house.look((tx) =>
    tx
      .updateTable('message')
      .set({ content: '{"kind":"of another version","text":"\\ud83d"}' })
      .where('message_id', '=', broken.id)
      .execute(),
  )
  house.clock.advance(60_000)
  expect(await house.path.sweep()).toBe(2)
  expect(await turnsOf(whole.conversationId)).toEqual([{ state: 'settled' }])
  expect(await turnsOf(broken.conversationId)).toEqual([{ state: 'failed' }])
  expect(await dueTurns()).toEqual([])
})

test('a turn that cannot be settled because it was settled before is given up, not tried for ever', async () => {
  const { ack } = await house.buyer('twice').say('包邮吗', { wait: 0 })
  const [due] = await house.look((tx) => tx.selectFrom('due_turn').selectAll().execute())
  house.clock.advance(60_000)
  await house.path.sweep()
  expect(await turnsOf(ack.conversationId)).toEqual([{ state: 'settled' }])
  if (!due) expect.fail('the turn was due')
  await house.look((tx) =>
    tx
      .insertInto('due_turn')
      .values({ ...due, claim: newUuid(due.received_at) })
      .execute(),
  )
  for (let round = 0; round < 6; round += 1) {
    house.clock.advance(60_000)
    await house.path.sweep()
  }
  expect(await dueTurns()).toEqual([])
  expect(await turnsOf(ack.conversationId)).toEqual([{ state: 'settled' }])
})

test('turns of sessions that were closed meanwhile are healed', async () => {
  const talks = await Promise.all(['s1', 's2', 's3'].map((name) => house.buyer(name).say('包邮吗', { wait: 0 })))
  await house.look((tx) => tx.updateTable('session').set({ closed_at: 1, closed_by: 'silence' }).execute())
  for (const { ack } of talks) house.path.renew(ack.conversationId)
  house.clock.advance(60_000)
  await house.path.sweep()
  for (const { ack } of talks) expect(await turnsOf(ack.conversationId)).toEqual([{ state: 'settled' }])
})
