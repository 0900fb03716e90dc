import type { Result } from '../kernel/result.ts'
import type { Capabilities } from './capabilities.ts'
import type { Content } from './content.ts'
import type { InboundMessage } from './inbound.ts'

/** The raw request of a platform: bytes first, so that the signature is checked before anything is parsed. */
export interface RawInbound {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  readonly receivedAt: number
}

/** One account of a shop on a platform, as `app.ts` loads it. */
export interface ChannelAccount {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly kind: string
  readonly name: string
  /** Base64 secrets, newest first: the second stays valid while a key is being changed. */
  readonly secrets: readonly string[]
  readonly outboundUrl: string | null
  /** Null: the shop's own setting. */
  readonly quietMs: number | null
  readonly version: number
}

export type InboundRefusal =
  | { readonly kind: 'bad-signature' }
  | { readonly kind: 'too-old' }
  | { readonly kind: 'unreadable'; readonly field: string; readonly message: string }

/** One message on its way out. `idempotencyKey` is the delivery's id: the platform may use it to refuse doubles. */
export interface OutboundEnvelope {
  readonly idempotencyKey: string
  readonly conversationId: string
  readonly buyerId: string
  readonly buyerRef: string
  readonly turnId: string | null
  readonly seqs: readonly number[]
  readonly messageIds: readonly string[]
  readonly role: 'robot' | 'agent' | 'system'
  readonly at: number
}

export type SendOutcome =
  | { readonly kind: 'delivered'; readonly receipt: string | null }
  /** The platform will never take it: no retry. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It did not get there: retry. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly retryAfterMs?: number }
  /** It may have got there. Repeated only where the platform refuses doubles by key. */
  | { readonly kind: 'unknown'; readonly reason: string }

/**
 * One platform. `parse` is called for every request that reaches the account's address and must verify before it reads;
 * it stores nothing. `send` is called by delivery only, with content already rendered for `capabilities`; it must not
 * retry by itself and must return rather than throw when the outside fails.
 */
export interface Channel {
  readonly kind: string
  readonly capabilities: Capabilities
  /** True when the platform drops a second send with the same key, so that an unknown outcome may be repeated. */
  readonly dropsDoubles: boolean
  /** True when this account is read from our side only (poll, WebSocket, `?wait=`): a stored message is a delivered one. */
  isPull?(account: ChannelAccount): boolean
  parse(account: ChannelAccount, request: RawInbound): Result<readonly InboundMessage[], InboundRefusal>
  send(account: ChannelAccount, parts: readonly Content[], envelope: OutboundEnvelope): Promise<SendOutcome>
}
