import type { HttpServer } from '../../src/http/index.ts'
import type { ManualClock } from '../../src/kernel/clock.ts'
import type { OrgId } from '../../src/kernel/ids.ts'
import type { Role } from '../../src/staff/index.ts'
import type { FreshDatabase } from '../database.ts'

export interface Firm extends Messaging, Talk {
  readonly name: string
  readonly orgId: OrgId
  readonly shopId: string
  readonly otherShopId: string
  readonly groupId: string
  readonly emptyGroupId: string
  readonly staffIds: Readonly<Record<Role, string>>
  readonly keyId: string
  /** An API key with every scope. */
  readonly key: string
  /** Tokens of people who are signed in. */
  readonly owner: string
  readonly ownerSignInId: string
  readonly agent: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: unknown
}

export interface Ask {
  readonly method: string
  readonly url: string
  readonly as?: string | undefined
  readonly body?: unknown
  /** As it goes over the wire, in place of `body`. */
  readonly raw?: string | Buffer
  readonly headers?: Record<string, string>
}

export interface House {
  readonly fresh: FreshDatabase
  readonly clock: ManualClock
  readonly server: HttpServer
  readonly ours: Firm
  readonly theirs: Firm
  ask(ask: Ask): Promise<Answer>
  close(): Promise<void>
}

/** One valid call of a write route: the tests of audit, idempotency and bad input start from it. */
export interface Sample {
  readonly params?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** For routes that take bytes: as it goes over the wire, with its content type. */
  readonly raw?: string
  readonly headers?: Record<string, string>
  /** A token; the owner's when absent. */
  readonly as?: string
}

export type MakeSample = (house: House) => Sample | Promise<Sample>

export interface Messaging {
  readonly channelId: string
  readonly conversationId: string
  readonly deliveryId: string
  readonly endpointId: string
  readonly webhookDeliveryId: string
}

/** What a firm has of talk: a conversation that a buyer began over its channel. */
export interface Talk {
  readonly conversationId: string
  readonly messageId: string
  readonly turnId: string
  readonly buyerId: string
}
