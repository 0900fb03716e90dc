import type { Content } from '../message/index.ts'

/** Who speaks. Only what the robot says is fenced: a take-over raises the conversation's epoch and voids it. */
export type Speaker = 'robot' | 'agent' | 'system'

/**
 * One reply on its way to a buyer: one row of `delivery`, one send to the platform.
 * The path inserts the row in its own settle statement (state 'pending', attempts 0, `next_at` = now, `claimed_until` =
 * now + CLAIM_MS) and hands the job to `delivery.dispatch` after the commit. Whatever is lost in between, the sweeper
 * finds after `claimed_until` and reads again from the rows of `message`.
 */
export interface DeliveryJob {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly conversationId: string
  readonly deliveryId: string
  readonly turnId: string | null
  readonly seqs: readonly number[]
  /** Same order and length as `seqs` and `contents`. */
  readonly messageIds: readonly string[]
  readonly contents: readonly Content[]
  readonly role: Speaker
  /** The conversation's epoch when the reply was decided. */
  readonly epoch: number
  readonly buyerId: string
  /** The platform's own id of the buyer (`buyer.external_id`). */
  readonly buyerRef: string
  /** Sends before this one; 0 for a fresh reply. */
  readonly attempts: number
  /** When the row was written, epoch ms. */
  readonly createdAt: number
  /** True: the commit that wrote the row saw the fence open and no earlier reply of the conversation under way. */
  readonly isAhead: boolean
}

/** How long the process that wrote a delivery has it for itself. */
export const CLAIM_MS = 30_000
