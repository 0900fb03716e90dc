import type { InboundContent, Reference } from '../message/index.ts'

/** One message of the buyer as it stands in the turn. */
export interface HeardMessage {
  readonly messageId: string
  readonly seq: number
  readonly content: InboundContent
  readonly reference: Reference | null
  readonly at: number
}

/** A burst of messages that is answered once. `epoch` is the fence: a take-over raises it and this turn's reply is void. */
export interface Turn {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly conversationId: string
  readonly buyerId: string
  readonly turnId: string
  readonly sessionId: string
  readonly epoch: number
  readonly messages: readonly HeardMessage[]
  readonly receivedAt: number
}
