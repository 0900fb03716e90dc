import { type Egress, signWebhook, verifyWebhook } from '../../egress/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import { failed } from '../../kernel/result.ts'
import {
  type Channel,
  type ChannelAccount,
  type Content,
  type OutboundEnvelope,
  type SendOutcome,
  webProfile,
} from '../../message/index.ts'
import { readInbound } from './read-inbound.ts'
import { outcomeOf } from './send-outcome.ts'

export interface HttpChannelOptions {
  readonly egress: Egress
  readonly clock: Clock
  readonly timeoutMs?: number
}

/**
 * The generic channel: Standard Webhooks in both directions, contents as they are. An account without `outboundUrl` is
 * read from our side (`?wait=`, `after_seq`, WebSocket): what is stored is delivered. `webhook-id` is the delivery's id
 * and stays the same over all tries, so the receiver can drop doubles.
 */
export function createHttpChannel(options: HttpChannelOptions): Channel {
  const { egress, clock } = options
  return {
    kind: 'http',
    capabilities: webProfile,
    dropsDoubles: true,
    isPull: (account) => account.outboundUrl === null,
    parse(account, request) {
      const { secrets } = account
      const { body, headers } = request
      const verdict = verifyWebhook({ secrets, body, headers, now: request.receivedAt })
      return verdict === 'ok' ? readInbound(body) : failed({ kind: verdict })
    },
    async send(account, parts, envelope): Promise<SendOutcome> {
      if (account.outboundUrl === null) return { kind: 'delivered', receipt: 'pull' }
      const body = Buffer.from(JSON.stringify(payloadOf(account, parts, envelope)))
      const signed = signWebhook({ secrets: account.secrets, id: envelope.idempotencyKey, at: clock.now(), body })
      const answer = await egress.request({
        method: 'POST',
        url: account.outboundUrl,
        headers: { 'content-type': 'application/json', 'user-agent': 'xiaoer', ...signed },
        body,
        timeoutMs: options.timeoutMs ?? 10_000,
        maxBytes: 65_536,
        isRepeatable: true,
      })
      return outcomeOf(answer)
    },
  }
}

const payloadOf = (account: ChannelAccount, parts: readonly Content[], envelope: OutboundEnvelope): unknown => ({
  type: 'message',
  channelId: account.channelId,
  shopId: account.shopId,
  conversationId: envelope.conversationId,
  buyer: { id: envelope.buyerRef },
  turnId: envelope.turnId,
  messages: parts.map((content, at) => ({
    id: envelope.messageIds[at] ?? null,
    seq: envelope.seqs[at] ?? null,
    role: envelope.role,
    content,
  })),
  at: new Date(envelope.at).toISOString(),
})
