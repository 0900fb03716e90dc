import { XiaoerError } from '../../kernel/errors.ts'
import type { InboundMessage } from '../../message/index.ts'
import type { Database } from '../../storage/index.ts'
import type { RateLimit } from '../rate-limit.ts'
import type { Gateway } from '../socket/gateway.ts'
import { checkOwnFile } from './files/check-own-file.ts'
import type { WidgetSession } from './session-token.ts'

export interface BuyerGatewayOptions {
  readonly database: Database
  readonly gateway: Gateway
  readonly session: WidgetSession
  /** What he has with the shop already; null until his first message. */
  readonly conversationId: string | null
  readonly rateLimit: RateLimit
  readonly now: () => number
}

/**
 * The gateway as one buyer may use it: whatever he sends is his, whatever he hears is his own talk. What a browser says of
 * itself (id, name, customer, time) does not count.
 */
export function createBuyerGateway(options: BuyerGatewayOptions): Gateway {
  const { gateway, session } = options
  let own = options.conversationId
  return {
    account: gateway.account,
    async receive(account, message) {
      const retryAfterS = options.rateLimit.take(`${session.channelId} ${session.buyerRef}`, options.now())
      if (retryAfterS > 0) throw new XiaoerError({ code: 'too-many-requests', retryAfterS })
      await checkOwnFile(options.database, { account, session }, { content: message.content, at: options.now() })
      const ack = await gateway.receive(account, saidBy(session, message))
      own = ack.conversationId
      return ack
    },
    messagesAfter: async (query) => (query.conversationId === own ? gateway.messagesAfter(query) : null),
    listen: (channelId, hear) =>
      gateway.listen(channelId, (announcement) => {
        if (announcement.conversationId === own) hear(announcement)
      }),
  }
}

/** A page of one product that names no live room is another way in, whatever room he came from before. */
const isShopPage = (scene: string | undefined): boolean => scene === 'item_page'

function saidBy(session: WidgetSession, message: InboundMessage): InboundMessage {
  const { messageId, content, reference, scene } = message
  return {
    messageId,
    content,
    ...(reference && { reference: isShopPage(scene) ? { roomId: null, ...reference } : reference }),
    ...(scene !== undefined && { scene }),
    buyer: {
      id: session.buyerRef,
      ...(session.name !== null && { name: session.name }),
      ...(session.customerId !== null && { customerId: session.customerId }),
    },
  }
}
