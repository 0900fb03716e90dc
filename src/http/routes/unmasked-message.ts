import { z } from 'zod'
import { readMessage } from '../../conversation/index.ts'
import { toIso } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { messageId } from '../../kernel/ids.ts'
import { appendAudit, reachesShop } from '../../staff/index.ts'
import { defineRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { messageView } from '../views/conversation-views.ts'

/** Phone numbers, addresses of mail and the like that a buyer left: whoever has to reach him may look, and it is written down. */
export const unmaskedMessageRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/messages/:messageId/unmasked',
    name: 'readUnmaskedMessage',
    summary: 'What a buyer wrote, as he wrote it; each look is written down',
    tag: 'Conversations',
    access: 'orders:unmask',
    reach: 'filtered',
    audit: 'buyer.unmasked',
    params: z.strictObject({ messageId }),
    responses: { 200: messageView },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const found = await readMessage(tx, orgId, params.messageId)
        if (!found || !reachesShop(actor, found.shopId)) throw notFound()
        const detail = { conversationId: found.conversationId }
        await appendAudit(tx, { orgId, actor, act: 'buyer.unmasked', target: params.messageId, at, detail })
        return { status: 200, body: { ...found.message, at: toIso(found.message.at) } }
      }),
  })
