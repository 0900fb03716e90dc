import { z } from 'zod'
import { giveBack, postMessage, type Posted } from '../../conversation/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { orgId } from '../../kernel/ids.ts'
import type { ShopModels } from '../../turn/index.ts'
import { definePublicRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import type { PathGateway } from '../socket/path-gateway.ts'
import { noticeOf } from '../talk/notice-of.ts'
import { showTalk, talkView } from './start-session.ts'
import { findTalk, type WidgetTalkDeps } from './talk-routes.ts'

export interface RobotRouteDeps extends Pick<WidgetTalkDeps, 'database' | 'window'> {
  readonly gateway: Pick<PathGateway, 'posted'>
  readonly models: Pick<ShopModels, 'get'>
}

/** The buyer does not want to wait any longer, or has what he wanted from a person: the robot answers again. */
export const robotRoute = (deps: RobotRouteDeps): Route =>
  definePublicRoute({
    method: 'POST',
    path: '/api/v1/widget/robot',
    name: 'askWidgetRobot',
    summary: 'Let the robot answer the buyer of this session again; nothing happens where it does',
    tag: 'Widget',
    accepts: ['application/json', 'text/plain'],
    idempotency: 'own',
    body: z.strictObject({ session: z.string().max(2000) }),
    example: { session: '…' },
    responses: { 200: z.strictObject({ conversation: talkView.nullable() }) },
    handler: async ({ body, at, commit }) => {
      const visiting = await deps.window.visiting(body.session)
      if (!visiting) throw new XiaoerError({ code: 'not-signed-in', field: 'session', message: 'Start a new session.' })
      const talk = await findTalk(deps, visiting)
      if (!talk || talk.owner === 'robot') return { status: 200, body: { conversation: showTalk(talk, null) } }
      const key = { orgId: talk.orgId, conversationId: talk.conversationId }
      const voice = { orgId: talk.orgId, shopId: talk.shopId, name: null }
      const contents = [await noticeOf({ voice, speech: 'agent.left', at }, deps.models)]
      const told: Posted[] = []
      const reply = await commit(orgId.parse(talk.orgId), async (tx) => {
        const { conversation, before } = await giveBack(tx, { ...key, by: talk.buyer.buyerId, at, isForced: true })
        const house = { role: 'system' as const, author: null, at, claimMs: 0 }
        if (before !== 'robot') told.push(await postMessage(tx, { ...key, ...house, contents }))
        return { status: 200, body: { conversation: showTalk(told[0]?.conversation ?? conversation, null) } }
      })
      for (const posted of told) deps.gateway.posted(posted)
      return reply
    },
  })
