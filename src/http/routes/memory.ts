import { z } from 'zod'
import { forgetMemory, readMemory } from '../../conversation/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { appendAudit } from '../../staff/index.ts'
import type { Path } from '../../turn/index.ts'
import { defineRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { readReached } from '../talk/read-reached.ts'
import { conversationParams, factView, showFact } from '../views/conversation-views.ts'

export interface MemoryDeps {
  readonly path: Pick<Path, 'renew'>
}

const tag = 'Conversations'
const path = '/api/v1/conversations/:conversationId/memory'

/** What is remembered of a buyer at a shop; looking is written down, since it holds his own words. */
export const memoryRoutes = (deps: MemoryDeps): Route[] => [look(), forget(deps)]

const look = (): Route =>
  defineRoute({
    method: 'GET',
    path,
    name: 'readMemory',
    summary: 'Facts remembered of the buyer that have not expired, the latest first; each look is written down',
    tag,
    access: 'conversations:read',
    reach: 'filtered',
    audit: 'memory.viewed',
    params: conversationParams,
    responses: { 200: z.strictObject({ items: z.array(factView) }) },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const { shopId, buyer } = await readReached(tx, { ...params, orgId }, actor)
        const facts = await readMemory(tx, { orgId, shopId, buyerId: buyer.buyerId }, at)
        const detail = { facts: facts.length }
        await appendAudit(tx, { orgId, actor, act: 'memory.viewed', target: params.conversationId, at, detail })
        return { status: 200, body: { items: facts.map(showFact) } }
      }),
  })

const word = z.string().min(1).max(200)

const forget = ({ path: talk }: MemoryDeps): Route =>
  defineRoute({
    method: 'DELETE',
    path,
    name: 'forgetMemory',
    summary: 'Forget one fact (kind and key), all of a kind, or everything',
    tag,
    access: 'memory:write',
    reach: 'filtered',
    audit: 'memory.erased',
    params: conversationParams,
    query: z.strictObject({ kind: word.optional(), key: word.optional() }),
    responses: { 200: z.strictObject({ forgotten: z.int() }) },
    handler: async ({ params, query, actor, orgId, at, commit }) => {
      if (query.key !== undefined && query.kind === undefined)
        throw new XiaoerError({ code: 'invalid-field', field: 'kind', message: 'Name the kind of the key.' })
      const reply = await commit(async (tx) => {
        const { shopId, buyer } = await readReached(tx, { ...params, orgId }, actor)
        const forgotten = await forgetMemory(tx, { orgId, shopId, buyerId: buyer.buyerId }, query)
        const detail = { forgotten, kind: query.kind ?? null }
        await appendAudit(tx, { orgId, actor, act: 'memory.erased', target: params.conversationId, at, detail })
        return { status: 200, body: { forgotten } }
      })
      talk.renew(params.conversationId)
      return reply
    },
  })
