import { createHash } from 'node:crypto'
import { toIso } from '../kernel/clock.ts'
import type { DomainEvent } from '../kernel/events.ts'

/** What the other side gets: `{type, timestamp, data}`, as Standard Webhooks has it. */
export interface WebhookPayload {
  readonly type: string
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

// Events hold ids, figures and states. Should one ever hold more, it does not leave the house this way.
const PRIVATE = new Set([
  'text',
  'content',
  'name',
  'nickname',
  'phone',
  'mobile',
  'address',
  'email',
  'note',
  'token',
  'secret',
])

export const payloadOf = (event: DomainEvent): WebhookPayload => ({
  type: event.type,
  timestamp: toIso(event.at),
  data: {
    ...Object.fromEntries(Object.entries(event.body).filter(([name]) => !PRIVATE.has(name))),
    ...(event.shopId === null ? {} : { shopId: event.shopId }),
  },
})

/**
 * The same event for the same endpoint has the same id, however often the outbox hands it out: a repetition is no second
 * delivery. Written as a UUID of version 8 (RFC 9562 §5.8).
 */
export function deliveryIdOf(event: DomainEvent, endpointId: string): string {
  const hex = createHash('sha256').update(endpointId).update(JSON.stringify(event)).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
