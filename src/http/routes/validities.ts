import { z } from 'zod'
import { rowId, shopId } from '../../kernel/ids.ts'
import {
  changeValidity,
  countUses,
  createValidity,
  findValidity,
  listValidities,
  removeValidity,
  tellShopsOfValidity,
  type Validity,
} from '../../knowledge/index.ts'
import { type Actor, appendAudit, reachesShop } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { notFound } from '../../kernel/errors.ts'
import { defineRoute, nothing } from '../define-route.ts'
import type { Route } from '../route.ts'
import type { KnowledgeDeps } from './knowledge-releases.ts'
import { readRule, ruleBody, showValidity, validityView } from '../views/knowledge-views.ts'

const tag = 'Knowledge'
const name = z.string().trim().min(1).max(100)
const example = { name: 'Nights', rule: { hours: [{ from: '22:00', to: '08:00' }] } }

/** Named periods: answers hold in them. */
export const validityRoutes = (deps: KnowledgeDeps): Route[] => [
  listValiditiesRoute(),
  addValidityRoute(),
  changeValidityRoute(deps),
  removeValidityRoute(),
]

/** In a list: with how many entries hold in it. */
export const usedValidityView = validityView.extend({ uses: z.int() }).strict()

const listValiditiesRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/validities',
    name: 'listValidities',
    summary: 'Periods of the organisation and, where a shop is named, of that shop',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    query: z.strictObject({ shopId: shopId.optional() }),
    responses: { 200: z.strictObject({ items: z.array(usedValidityView) }) },
    handler: async ({ query, orgId, read }) => {
      const { found, uses } = await read(async (tx) => ({
        found: await listValidities(tx, { orgId, shopId: query.shopId ?? null }),
        uses: await countUses(tx, orgId),
      }))
      const items = found.map((one) => ({ ...showValidity(one), uses: uses.get(one.validityId) ?? 0 }))
      return { status: 200, body: { items } }
    },
  })

const addValidityRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/validities',
    name: 'addValidity',
    summary: 'Name a period',
    tag,
    access: 'knowledge:write',
    audit: 'validity.changed',
    body: z.strictObject({ name, shopId: shopId.nullable().default(null), rule: ruleBody }),
    example,
    responses: { 201: validityView },
    handler: ({ body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const made = await createValidity(tx, {
          orgId,
          shopId: body.shopId,
          name: body.name,
          rule: readRule(body.rule),
          at,
        })
        await appendAudit(tx, { orgId, actor, act: 'validity.changed', target: made.validityId, at, content: body })
        return { status: 201, body: showValidity(made) }
      }),
  })

const changeValidityRoute = ({ knowledgeChanged }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'PUT',
    path: '/api/v1/validities/:validityId',
    name: 'changeValidity',
    summary: 'Rename a period or give it other times',
    tag,
    access: 'knowledge:write',
    audit: 'validity.changed',
    params: z.strictObject({ validityId: rowId }),
    body: z.strictObject({ name, rule: ruleBody }),
    example,
    responses: { 200: validityView },
    handler: async ({ params, body, actor, orgId, at, commit }) => {
      const told: string[] = []
      const reply = await commit(async (tx) => {
        const place = { orgId, ...params }
        await findReached(tx, place, actor)
        await changeValidity(tx, place, { name: body.name, rule: readRule(body.rule) })
        const changed = await findValidity(tx, place)
        told.push(...(await tellShopsOfValidity(tx, { ...changed, orgId })))
        await appendAudit(tx, { orgId, actor, act: 'validity.changed', target: params.validityId, at, content: body })
        return { status: 200 as const, body: showValidity(changed) }
      })
      knowledgeChanged({ orgId, shopIds: told })
      return reply
    },
  })

const removeValidityRoute = (): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/validities/:validityId',
    name: 'removeValidity',
    summary: 'Forget a period; 409 while an answer holds in it',
    tag,
    access: 'knowledge:write',
    audit: 'validity.changed',
    params: z.strictObject({ validityId: rowId }),
    responses: { 204: nothing },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const place = { orgId, ...params }
        const content = await findReached(tx, place, actor)
        await removeValidity(tx, place)
        const detail = { how: 'remove' }
        const act = 'validity.changed'
        await appendAudit(tx, { orgId, actor, act, target: params.validityId, at, detail, content })
        return { status: 204, body: undefined }
      }),
  })

async function findReached(
  tx: Tx,
  place: { readonly orgId: string; readonly validityId: string },
  actor: Actor,
): Promise<Validity> {
  const found = await findValidity(tx, place)
  if (found.shopId !== null && !reachesShop(actor, found.shopId)) throw notFound()
  return found
}
