import { newUuid } from '../src/kernel/ids.ts'
import type { DeliveryJob } from '../src/delivery/index.ts'
import { CLAIM_MS, createChannelAccount } from '../src/delivery/index.ts'
import type { Content } from '../src/message/index.ts'
import type { Database } from '../src/storage/index.ts'

export interface TalkFixture {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly buyerId: string
  readonly conversationId: string
}

export interface TalkOptions {
  readonly at: number
  readonly outboundUrl?: string | null
  readonly secrets?: readonly string[]
}

/** An organisation with one shop, one channel account, one buyer and his conversation. */
export async function openTalk(database: Database, options: TalkOptions): Promise<TalkFixture> {
  const { at } = options
  const [orgId, shopId, channelId, buyerId, conversationId] = [
    newUuid(at),
    newUuid(at),
    newUuid(at),
    newUuid(at),
    newUuid(at),
  ]
  await database.within([orgId], async (tx) => {
    await tx.insertInto('organisation').values({ org_id: orgId, name: 'o', created_at: at }).execute()
    await tx
      .insertInto('shop')
      .values({ org_id: orgId, shop_id: shopId, group_id: null, name: 's', industry: null, created_at: at })
      .execute()
    await createChannelAccount(tx, {
      orgId,
      shopId,
      channelId,
      kind: 'http',
      name: 'shop app',
      secrets: options.secrets ?? [],
      outboundUrl: options.outboundUrl ?? null,
      at,
    })
  })
  const talk = { orgId, shopId, channelId, buyerId, conversationId }
  await addConversation(database, talk, at)
  return talk
}

/** Another buyer of the same channel. */
export async function openSecondTalk(database: Database, talk: TalkFixture, at: number): Promise<TalkFixture> {
  const other = { ...talk, buyerId: newUuid(at), conversationId: newUuid(at) }
  await addConversation(database, other, at)
  return other
}

async function addConversation(database: Database, talk: TalkFixture, at: number): Promise<void> {
  await database.within([talk.orgId], async (tx) => {
    const {
      orgId: org_id,
      shopId: shop_id,
      channelId: channel_id,
      buyerId: buyer_id,
      conversationId: conversation_id,
    } = talk
    await tx
      .insertInto('buyer')
      .values({
        org_id,
        buyer_id,
        shop_id,
        channel_id,
        external_id: `ref-${buyer_id}`,
        name: null,
        customer_id: null,
        created_at: at,
      })
      .execute()
    await tx
      .insertInto('conversation')
      .values({
        org_id,
        conversation_id,
        shop_id,
        channel_id,
        buyer_id,
        assigned_to: null,
        session_id: null,
        last_at: at,
        created_at: at,
      })
      .execute()
  })
}

let lastSeq = 0

/** A reply as the path commits it: the message rows and one pending delivery. */
export async function commitReply(
  database: Database,
  talk: TalkFixture,
  reply: { readonly contents: readonly Content[]; readonly at: number; readonly role?: 'robot' | 'agent' },
): Promise<DeliveryJob> {
  const { at, contents } = reply
  const role = reply.role ?? 'robot'
  const seqs = contents.map(() => (lastSeq += 1))
  const messageIds = contents.map(() => newUuid(at))
  const deliveryId = newUuid(at)
  const { buyerId, ...rest } = talk
  const job = {
    ...rest,
    buyerId,
    buyerRef: `ref-${buyerId}`,
    deliveryId,
    turnId: null,
    seqs,
    messageIds,
    contents,
    role,
  }
  const whole: DeliveryJob = { ...job, epoch: 0, attempts: 0, createdAt: at, isAhead: false }
  await database.within([talk.orgId], async (tx) => {
    const messages = messageRows(whole)
    if (messages.length > 0) await tx.insertInto('message').values(messages).execute()
    await tx.insertInto('due_delivery').values(deliveryRow(whole)).execute()
  })
  return whole
}

const messageRows = (job: DeliveryJob) =>
  job.contents.map((content, index) => ({
    org_id: job.orgId,
    conversation_id: job.conversationId,
    shop_id: job.shopId,
    seq: job.seqs[index] ?? 0,
    message_id: job.messageIds[index] ?? '',
    session_id: null,
    turn_id: null,
    role: job.role,
    author: null,
    content: JSON.stringify(content),
    sent_at: job.createdAt,
    stored_at: job.createdAt,
  }))

const deliveryRow = (job: DeliveryJob) => ({
  org_id: job.orgId,
  delivery_id: job.deliveryId,
  conversation_id: job.conversationId,
  first_seq: job.seqs[0] ?? 0,
  shop_id: job.shopId,
  channel_id: job.channelId,
  turn_id: null,
  seqs: [...job.seqs],
  epoch: job.epoch,
  next_at: job.createdAt,
  claimed_until: job.createdAt + CLAIM_MS,
  reason: null,
  created_at: job.createdAt,
})
