import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { newUuid } from '../kernel/ids.ts'
import { createHotBatch } from '../storage/index.ts'
import { openTalkPart } from './open-talk.store.ts'
import { type Heard, heardPart } from './store-heard.store.ts'

const AT = 1_780_000_000_000
const orgId = newUuid(AT)
const shopId = newUuid(AT)
const channelId = newUuid(AT)
let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  await fresh.database.within([orgId], (tx) =>
    tx.insertInto('shop').values({ org_id: orgId, shop_id: shopId, name: 's', created_at: AT }).execute(),
  )
})
afterAll(() => fresh.close())

const look = () =>
  fresh.database.within([orgId], async (tx) => ({
    messages: await tx.selectFrom('message').select(['seq', 'session_id', 'conversation_id']).orderBy('seq').execute(),
    sessions: await tx.selectFrom('session').select(['session_id', 'conversation_id', 'closed_at']).execute(),
  }))

async function talkOf(externalId: string): Promise<string> {
  const open = createHotBatch(fresh.database.hot).open(openTalkPart)
  const nobody = { name: null, customerId: null }
  const proposed = { buyerId: newUuid(AT), conversationId: newUuid(AT) }
  return (await open({ orgId, shopId, channelId, externalId, ...nobody, ...proposed, at: AT })).conversation_id
}

const heardOf = (conversationId: string, more: Partial<Heard>): Heard => ({
  orgId,
  shopId,
  channelId,
  conversationId,
  sessionId: newUuid(AT),
  opensSession: true,
  closesSession: false,
  turnId: newUuid(AT),
  claim: newUuid(AT),
  messageId: newUuid(AT),
  key: newUuid(AT),
  bodyDigest: 'd',
  content: '{"kind":"text","text":"?"}',
  reference: null,
  sentAt: AT,
  storedAt: AT,
  dueAt: AT,
  claimedUntil: AT,
  keepKeyUntil: AT,
  ...more,
})

test('two processes that both open a session for a buyer share the one that was first', async () => {
  const conversationId = await talkOf('both')
  const rows = []
  for (let turn = 0; turn < 2; turn += 1) {
    rows.push(await createHotBatch(fresh.database.hot).open(heardPart)(heardOf(conversationId, {})))
  }
  const { messages, sessions } = await look()
  const own = sessions.filter((one) => one.conversation_id === conversationId)
  expect(own).toHaveLength(1)
  expect(rows.map((row) => row?.session_id)).toEqual([own[0]?.session_id, own[0]?.session_id])
  const heard = messages.filter((one) => one.conversation_id === conversationId)
  expect(heard.map(({ seq, session_id }) => [seq, session_id])).toEqual([
    [1, own[0]?.session_id],
    [2, own[0]?.session_id],
  ])
})

test('a batch that is written again, its commit having been done unheard, closes nothing of its own', async () => {
  const conversationId = await talkOf('again')
  const hear = createHotBatch(fresh.database.hot).open(heardPart)
  await hear(heardOf(conversationId, {}))
  const later = heardOf(conversationId, { closesSession: true })
  expect(await hear(later)).not.toBeNull()
  expect(await hear(later)).toBeNull()
  const { sessions } = await look()
  const open = sessions.filter((one) => one.conversation_id === conversationId && one.closed_at === null)
  expect(open.map(({ session_id }) => session_id)).toEqual([later.sessionId])
})
