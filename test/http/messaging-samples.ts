import { z } from 'zod'
import { createChannelAccount } from '../../src/delivery/index.ts'
import { newWebhookSecret } from '../../src/egress/index.ts'
import { newUuid } from '../../src/kernel/ids.ts'
import type { Database, Tx } from '../../src/storage/index.ts'
import { addEndpoint } from '../../src/webhooks/index.ts'
import type { MakeSample, Messaging } from './house.ts'

interface Of {
  readonly orgId: string
  readonly shopId: string
  readonly at: number
}

/** What a firm has of messaging: an account, a conversation with a dead reply, an endpoint with a dead webhook. */
export async function fillMessaging(database: Database, of: Of): Promise<Messaging> {
  const [channelId, conversationId, deliveryId] = [newUuid(of.at), newUuid(of.at), newUuid(of.at)]
  const [endpointId, webhookDeliveryId] = [newUuid(of.at), newUuid(of.at)]
  const messaging = { channelId, conversationId, deliveryId, endpointId, webhookDeliveryId }
  await database.within([of.orgId], async (tx) => {
    await fillTalk(tx, of, messaging)
    await fillEndpoint(tx, of, messaging)
  })
  return messaging
}

const unsettled = (at: number) => ({
  reason: 'status 500',
  settled_at: at,
  created_at: at,
  state: 'dead',
})

async function fillTalk(tx: Tx, { orgId, shopId, at }: Of, messaging: Messaging): Promise<void> {
  const { channelId, conversationId, deliveryId } = messaging
  const account = { kind: 'http', name: 'app', secrets: [newWebhookSecret()], outboundUrl: null }
  await createChannelAccount(tx, { ...account, orgId, shopId, channelId, at })
  const ids = { org_id: orgId, shop_id: shopId, channel_id: channelId, conversation_id: conversationId }
  const talk = { ...ids, buyer_id: newUuid(at), assigned_to: null, session_id: null, last_at: at, created_at: at }
  await tx.insertInto('conversation').values(talk).execute()
  await insertDead(tx, { ...ids, delivery_id: deliveryId }, at)
}

type DeliveryIds = Record<'org_id' | 'shop_id' | 'channel_id' | 'conversation_id' | 'delivery_id', string>

const insertDead = (tx: Tx, ids: DeliveryIds, at = Date.now()) =>
  tx
    .insertInto('delivery')
    .values({ ...ids, ...unsettled(at), turn_id: null, seqs: [1], epoch: 0, receipt: null })
    .execute()

async function fillEndpoint(tx: Tx, { orgId, at }: Of, { endpointId, webhookDeliveryId }: Messaging): Promise<void> {
  const endpoint = { orgId, endpointId, shopId: null, secret: newWebhookSecret(), types: [], at }
  await addEndpoint(tx, { ...endpoint, url: 'https://erp.example/' })
  const webhook = { webhook_delivery_id: webhookDeliveryId, endpoint_id: endpointId, type: 'order.paid', body: '{}' }
  await tx
    .insertInto('webhook_delivery')
    .values({ ...webhook, ...unsettled(at), next_at: null, org_id: orgId })
    .execute()
}

const madeWebhook = z.object({ webhook: z.object({ endpointId: z.string() }) })

const MODEL = { baseUrl: 'https://model.example/v1', apiKey: 'sk-1', chatModels: ['small'] }
const plugModel: MakeSample = async ({ ask, ours }) => {
  await ask({ method: 'POST', url: '/api/v1/model', as: ours.owner, body: MODEL })
  return {}
}

export const MESSAGING_SAMPLES: Readonly<Record<string, MakeSample>> = {
  saveModel: () => ({ body: MODEL }),
  removeModel: plugModel,
  testModel: plugModel,
  addChannel: ({ ours }) => ({
    body: { shopId: ours.shopId, kind: 'http', name: 'App', outboundUrl: 'https://app.example/in' },
  }),
  changeChannel: ({ ours }) => ({ params: { channelId: ours.channelId }, body: { name: 'Renamed', enabled: true } }),
  rotateChannelSecret: ({ ours }) => ({ params: { channelId: ours.channelId } }),
  dropOldChannelSecret: ({ ours }) => ({ params: { channelId: ours.channelId } }),
  replayDelivery: async ({ fresh, ours }) => {
    const { orgId, shopId, channelId, conversationId } = ours
    const deliveryId = newUuid(Date.now())
    const ids = { org_id: orgId, shop_id: shopId, channel_id: channelId, conversation_id: conversationId }
    await fresh.database.within([orgId], (tx) => insertDead(tx, { ...ids, delivery_id: deliveryId }))
    return { params: { deliveryId } }
  },
  addWebhook: () => ({ body: { url: 'https://erp.example/hook', types: ['order.paid'] } }),
  changeWebhook: ({ ours }) => ({
    params: { endpointId: ours.endpointId },
    body: { types: ['order.paid'], enabled: true },
  }),
  removeWebhook: async ({ ask, ours }) => {
    const body = { url: 'https://erp.example/gone' }
    const answer = await ask({ method: 'POST', url: '/api/v1/webhooks', as: ours.owner, body })
    return { params: { endpointId: madeWebhook.parse(answer.body).webhook.endpointId } }
  },
  rotateWebhookSecret: ({ ours }) => ({ params: { endpointId: ours.endpointId } }),
  replayWebhookDelivery: ({ ours }) => ({
    params: { endpointId: ours.endpointId, webhookDeliveryId: ours.webhookDeliveryId },
  }),
  testWebhook: ({ ours }) => ({ params: { endpointId: ours.endpointId } }),
  replayFailedWebhooks: ({ ours }) => ({
    params: { endpointId: ours.endpointId },
    body: { since: '2026-01-01T00:00:00Z' },
  }),
}
