/** The only list of event names, outbound webhook types included: `noun.verb-past`. */
export const EVENT_TYPES = [
  'message.received',
  'message.posted',
  'turn.understood',
  'reply.decided',
  'reply.delivered',
  'reply.failed',
  'session.opened',
  'session.closed',
  'conversation.handed-off',
  'conversation.taken-over',
  'conversation.given-back',
  'order.placed',
  'order.paid',
  'order.shipped',
  'order.delivered',
  'order.changed',
  'refund.requested',
  'refund.changed',
  'cart.abandoned',
  'product.changed',
  'offer.changed',
  'live-room.opened',
  'live-room.closed',
  'live-room.answered',
  'profile.updated',
  'outreach.scheduled',
  'outreach.sent',
  'outreach.cancelled',
  'agent.assigned',
  'knowledge.published',
  'alert.raised',
  'coupon.granted',
  'promise.made',
  'promise.kept',
  'rating.given',
  'webhook.tested',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

/**
 * A fact that has happened. Written in the transaction of the change, read by handlers after commit.
 * `key` orders: events of one key (a conversation, an order) reach a handler in the order in which they were written.
 */
export interface DomainEvent {
  readonly type: EventType
  readonly orgId: string
  readonly shopId: string | null
  readonly key: string
  readonly at: number
  /** Ids, figures and states. Buyer texts stay in `message`; a reader who needs them fetches them. */
  readonly body: Readonly<Record<string, unknown>>
}
