import { z } from 'zod'
import { createChannelAccount } from '../../src/delivery/index.ts'
import { newWebhookSecret } from '../../src/egress/index.ts'
import { newUuid } from '../../src/kernel/ids.ts'
import type { Database } from '../../src/storage/index.ts'
import { addEndpoint } from '../../src/webhooks/index.ts'
import type { MakeSample } from './samples.ts'

export interface Messaging {
  readonly channelId: string
  readonly conversationId: string
  readonly deliveryId: string
  readonly endpointId: string
  readonly webhookDeliveryId: string
}

/** What a firm has of messaging: an account, a conversation with a dead reply, an endpoint with a dead webhook. */
export async function fillMessaging(
  database: Database,
  { orgId, shopId, at }: { readonly orgId: string; readonly shopId: string; readonly at: number },
): Promise<Messaging> {
  const [channelId, conversationId, deliveryId] = [newUuid(at), newUuid(at), newUuid(at)]
  const [endpointId, webhookDeliveryId, buyerId] = [newUuid(at), newUuid(at), newUuid(at)]
  const ids = { org_id: orgId, shop_id: shopId, channel_id: channelId }
  const unsettled = { next_at: null, reason: 'status 500', settled_at: at, created_at: at }
  await database.within([orgId], async (tx) => {
    const account = { kind: 'http', name: 'app', secrets: [newWebhookSecret()], outboundUrl: null }
    await createChannelAccount(tx, { ...account, orgId, shopId, channelId, at })
    const talk = { ...ids, conversation_id: conversationId, buyer_id: buyerId }
    await tx
      .insertInto('conversation')
      .values({ ...talk, assigned_to: null, session_id: null, last_at: at, created_at: at })
      .execute()
    const dead = {
      ...ids,
      conversation_id: conversationId,
      delivery_id: deliveryId,
      turn_id: null,
      seqs: [1],
      epoch: 0,
    }
    await tx
      .insertInto('delivery')
      .values({ ...dead, ...unsettled, state: 'dead', receipt: null })
      .execute()
    await addEndpoint(tx, {
      orgId,
      endpointId,
      shopId: null,
      url: 'https://erp.example/',
      secret: newWebhookSecret(),
      types: [],
      at,
    })
    const webhook = {
      org_id: orgId,
      webhook_delivery_id: webhookDeliveryId,
      endpoint_id: endpointId,
      type: 'order.paid',
      body: '{}',
    }
    await tx
      .insertInto('webhook_delivery')
      .values({ ...webhook, ...unsettled, state: 'dead' })
      .execute()
  })
  return { channelId, conversationId, deliveryId, endpointId, webhookDeliveryId }
}

const madeWebhook = z.object({ webhook: z.object({ endpointId: z.string() }) })

export const MESSAGING_SAMPLES: Readonly<Record<string, MakeSample>> = {
  addChannel: ({ ours }) => ({
    body: { shopId: ours.shopId, kind: 'http', name: 'App', outboundUrl: 'https://app.example/in' },
  }),
  changeChannel: ({ ours }) => ({ params: { channelId: ours.channelId }, body: { name: 'Renamed', enabled: true } }),
  rotateChannelSecret: ({ ours }) => ({ params: { channelId: ours.channelId } }),
  dropOldChannelSecret: ({ ours }) => ({ params: { channelId: ours.channelId } }),
  replayDelivery: async ({ fresh, ours }) => {
    const { orgId, deliveryId } = ours
    await fresh.database.within([orgId], (tx) =>
      tx.updateTable('delivery').set({ state: 'dead' }).where('delivery_id', '=', deliveryId).execute(),
    )
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
  replayFailedWebhooks: ({ ours }) => ({
    params: { endpointId: ours.endpointId },
    body: { since: '2026-01-01T00:00:00Z' },
  }),
}
