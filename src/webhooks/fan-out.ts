import type { Clock } from '../kernel/clock.ts'
import type { DomainEvent } from '../kernel/events.ts'
import type { Database, Handler } from '../storage/index.ts'
import type { WebhookEndpoint } from './endpoint.store.ts'
import type { Listeners } from './listeners.ts'
import { deliveryIdOf, payloadOf } from './payload.ts'
import { insertWebhooks, type NewWebhook } from './webhook-delivery.store.ts'

export interface FanOutOptions {
  readonly database: Database
  readonly clock: Clock
  readonly listeners: Listeners
  /** Called when there is something to send. */
  readonly wake: () => void
}

/** Events → one row per endpoint that wants them, many at once. Nobody listens = no query at all. */
export function createFanOut({ database, clock, listeners, wake }: FanOutOptions): Handler {
  return {
    name: 'webhooks',
    startFrom: 'now',
    async handle(events) {
      const byOrg = await listeners.of([...new Set(events.map((event) => event.orgId))])
      const at = clock.now()
      const rows = events.flatMap((event) =>
        (byOrg.get(event.orgId) ?? [])
          .filter((endpoint) => wants(endpoint, event))
          .map((endpoint) => rowOf(event, endpoint, at)),
      )
      if (rows.length === 0) return
      await insertWebhooks(database, rows)
      wake()
    },
  }
}

function wants(endpoint: WebhookEndpoint, event: DomainEvent): boolean {
  if (endpoint.types.length > 0 && !endpoint.types.includes(event.type)) return false
  return endpoint.shopId === null || endpoint.shopId === event.shopId
}

const rowOf = (event: DomainEvent, { endpointId }: WebhookEndpoint, at: number): NewWebhook => ({
  orgId: event.orgId,
  webhookDeliveryId: deliveryIdOf(event, endpointId),
  endpointId,
  type: event.type,
  body: JSON.stringify(payloadOf(event)),
  at,
})
