import type { Content, InboundContent } from '../message/index.ts'

/** Messages that were just committed, for whoever is connected. */
export interface Announcement {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly conversationId: string
  readonly messages: readonly StoredMessage[]
}

export interface StoredMessage {
  readonly id: string
  readonly seq: number
  readonly role: 'buyer' | 'robot' | 'agent' | 'system'
  readonly content: Content | InboundContent
  readonly at: number
  readonly turnId: string | null
}
