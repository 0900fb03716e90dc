import { z } from 'zod'
import { eraseTalk } from '../../conversation/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { orgId } from '../../kernel/ids.ts'
import { appendAudit } from '../../staff/index.ts'
import { definePublicRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import type { PathGateway } from '../socket/path-gateway.ts'
import type { WidgetTalkDeps } from './talk-routes.ts'

export interface ForgetRouteDeps extends Pick<WidgetTalkDeps, 'window'> {
  readonly gateway: Pick<PathGateway, 'erased'>
}

/** The buyer wants to be forgotten. Only his own session can ask it; what remains is that somebody did, in the audit log. */
export const forgetRoute = (deps: ForgetRouteDeps): Route =>
  definePublicRoute({
    method: 'POST',
    path: '/api/v1/widget/forget',
    name: 'forgetWidgetBuyer',
    summary: 'Erase the whole record of the buyer of this session: messages, what was made of them, memory, name',
    tag: 'Widget',
    accepts: ['application/json', 'text/plain'],
    idempotency: 'own',
    body: z.strictObject({ session: z.string().max(2000) }),
    example: { session: '…' },
    responses: { 200: z.strictObject({ messages: z.int() }) },
    handler: async ({ body, at, commit }) => {
      const visiting = await deps.window.visiting(body.session)
      if (!visiting) throw new XiaoerError({ code: 'not-signed-in', field: 'session', message: 'Start a new session.' })
      const { account, session } = visiting
      const gone: string[] = []
      const reply = await commit(orgId.parse(account.orgId), async (tx) => {
        const erased = await eraseTalk(tx, { ...account, buyerRef: session.buyerRef })
        if (!erased) return { status: 200, body: { messages: 0 } }
        const { conversationId, messages } = erased
        gone.push(conversationId)
        const detail = { messages, kind: 'record' }
        const actor = { kind: 'system', id: 'buyer' } as const
        await appendAudit(tx, { ...account, actor, act: 'memory.erased', target: conversationId, at, detail })
        return { status: 200, body: { messages } }
      })
      for (const talk of gone) deps.gateway.erased(talk)
      return reply
    },
  })
