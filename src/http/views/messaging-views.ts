import { z } from 'zod'
import type { DeliveryRow, StoredChannelAccount } from '../../delivery/index.ts'
import { channelSettings } from '../../delivery/index.ts'
import { toIso } from '../../kernel/clock.ts'
import { EVENT_TYPES } from '../../kernel/events.ts'
import { channelId, conversationId, deliveryId, rowId, shopId, turnId } from '../../kernel/ids.ts'
import type { WebhookAttempt, WebhookEndpoint, WebhookRow } from '../../webhooks/index.ts'
import { instantOut } from '../fields.ts'

export const outsideUrl = z.url({ protocol: /^https?$/ }).max(2000)
export const eventTypes = z.array(z.enum(EVENT_TYPES)).max(100)
const instantOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

export const channelView = z.strictObject({
  channelId,
  shopId,
  kind: z.string(),
  name: z.string(),
  outboundUrl: z.string().nullable(),
  settings: channelSettings,
  enabled: z.boolean(),
  /** 2 while a key is being changed: the old one is still valid. */
  secretCount: z.int(),
  version: z.int(),
  createdAt: instantOut,
})

export const showChannel = (account: StoredChannelAccount) => ({
  channelId: channelId.parse(account.channelId),
  shopId: shopId.parse(account.shopId),
  kind: account.kind,
  name: account.name,
  outboundUrl: account.outboundUrl,
  settings: account.settings,
  enabled: account.enabled,
  secretCount: account.secrets.length,
  version: account.version,
  createdAt: toIso(account.createdAt),
})

export const deliveryView = z.strictObject({
  deliveryId,
  shopId,
  channelId,
  conversationId,
  turnId: turnId.nullable(),
  seqs: z.array(z.int()),
  state: z.string(),
  attempts: z.int(),
  reason: z.string().nullable(),
  receipt: z.string().nullable(),
  /** What the channel could not show as it was. */
  losses: z.array(z.looseObject({ index: z.int(), kind: z.string(), became: z.string(), lost: z.string() })),
  nextAt: instantOut.nullable(),
  createdAt: instantOut,
  settledAt: instantOut.nullable(),
})

const losses = deliveryView.shape.losses.catch([])

export const showDelivery = (row: DeliveryRow) => ({
  deliveryId: deliveryId.parse(row.deliveryId),
  shopId: shopId.parse(row.shopId),
  channelId: channelId.parse(row.channelId),
  conversationId: conversationId.parse(row.conversationId),
  turnId: row.turnId === null ? null : turnId.parse(row.turnId),
  seqs: [...row.seqs],
  state: row.state,
  attempts: row.attempts,
  reason: row.reason,
  receipt: row.receipt,
  losses: losses.parse(row.losses ?? []),
  nextAt: instantOrNull(row.nextAt),
  createdAt: toIso(row.createdAt),
  settledAt: instantOrNull(row.settledAt),
})

export const attemptView = z.strictObject({
  attempt: z.int(),
  at: instantOut,
  outcome: z.string(),
  status: z.int().nullable(),
  reason: z.string().nullable(),
  durationMs: z.int().nullable(),
})

export const showAttempt = (row: Omit<WebhookAttempt, 'status'> & { readonly status?: number | null }) => ({
  attempt: row.attempt,
  at: toIso(row.at),
  outcome: row.outcome,
  status: row.status ?? null,
  reason: row.reason,
  durationMs: row.durationMs,
})

export const endpointView = z.strictObject({
  endpointId: rowId,
  shopId: shopId.nullable(),
  url: z.string(),
  /** Empty = every type. */
  types: z.array(z.string()),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  secretCount: z.int(),
  createdAt: instantOut,
})

export const showEndpoint = (endpoint: WebhookEndpoint) => ({
  endpointId: rowId.parse(endpoint.endpointId),
  shopId: endpoint.shopId === null ? null : shopId.parse(endpoint.shopId),
  url: endpoint.url,
  types: [...endpoint.types],
  enabled: endpoint.enabled,
  disabledReason: endpoint.disabledReason,
  secretCount: endpoint.secrets.length,
  createdAt: toIso(endpoint.createdAt),
})

export const webhookView = z.strictObject({
  webhookDeliveryId: z.string(),
  type: z.string(),
  state: z.string(),
  attempts: z.int(),
  reason: z.string().nullable(),
  nextAt: instantOut.nullable(),
  createdAt: instantOut,
  settledAt: instantOut.nullable(),
})

export const showWebhook = (row: WebhookRow) => ({
  webhookDeliveryId: row.webhookDeliveryId,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  reason: row.reason,
  nextAt: instantOrNull(row.nextAt),
  createdAt: toIso(row.createdAt),
  settledAt: instantOrNull(row.settledAt),
})
