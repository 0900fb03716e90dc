import type { ChannelAccount, InboundMessage } from '../../message/index.ts'
import type { Ack, Announcement, StoredMessage } from '../../turn/index.ts'

export interface MissedQuery {
  readonly orgId: string
  readonly channelId: string
  readonly conversationId: string
  readonly afterSeq: number
  readonly most: number
}

/** What the WebSocket needs of the house; `app.ts` puts it together. */
export interface Gateway {
  /** null: no such account, or it is switched off. */
  account(channelId: string): Promise<ChannelAccount | null>
  /** Resolves when the message and its due turn are committed. Rejects with a `XiaoerError` that the sender is told. */
  receive(account: ChannelAccount, message: InboundMessage): Promise<Ack>
  /** Stored messages after a sequence number, in order, at most `most`; null: not a conversation of this channel. */
  messagesAfter(query: MissedQuery): Promise<readonly StoredMessage[] | null>
  /** Calls back for every message of the channel that is committed from now on. Returns how to stop. */
  listen(channelId: string, hear: (announcement: Announcement) => void): () => void
}
