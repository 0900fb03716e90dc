import type { Route } from '../route.ts'
import { type ChannelDeps, channelRoutes } from './channels.ts'
import { deliveryRoutes } from './deliveries.ts'
import { webhookLogRoutes } from './webhook-log.ts'
import { type ModelDeps, modelRoutes } from './models.ts'
import { type WebhookDeps, webhookRoutes } from './webhooks.ts'

export type MessagingDeps = ChannelDeps & WebhookDeps & ModelDeps

/** Channel accounts, the fate of replies, subscriptions to events, and the model that is asked: all that is outside. */
export const messagingRoutes = (deps: MessagingDeps): Route[] => [
  ...channelRoutes(deps),
  ...deliveryRoutes(),
  ...webhookRoutes(deps),
  ...webhookLogRoutes(deps),
  ...modelRoutes(deps),
]
