import type { Route } from '../route.ts'
import { type ChannelDeps, channelRoutes } from './channels.ts'
import { deliveryRoutes } from './deliveries.ts'
import { webhookLogRoutes } from './webhook-log.ts'
import { type WebhookDeps, webhookRoutes } from './webhooks.ts'

export type MessagingDeps = ChannelDeps & WebhookDeps

/** Channel accounts, the fate of replies, and subscriptions to events. */
export const messagingRoutes = (deps: MessagingDeps): Route[] => [
  ...channelRoutes(deps),
  ...deliveryRoutes(),
  ...webhookRoutes(deps),
  ...webhookLogRoutes(deps),
]
