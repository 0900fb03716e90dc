import { z } from 'zod'
import { rowId, shopId } from '../../kernel/ids.ts'
import { changeValidity, createValidity, findValidity, listValidities } from '../../knowledge/index.ts'
import { appendAudit, reachesShop } from '../../staff/index.ts'
import { notFound } from '../../kernel/errors.ts'
import { defineRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { readRule, ruleBody, showValidity, validityView } from '../views/knowledge-views.ts'

const tag = 'Knowledge'
const name = z.string().trim().min(1).max(100)
const example = { name: 'Nights', rule: { hours: [{ from: '22:00', to: '08:00' }] } }

/** Named periods: answers hold in them. */
export const validityRoutes = (): Route[] => [listValiditiesRoute(), addValidityRoute(), changeValidityRoute()]

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
    responses: { 200: z.strictObject({ items: z.array(validityView) }) },
    handler: async ({ query, orgId, read }) => {
      const found = await read((tx) => listValidities(tx, { orgId, shopId: query.shopId ?? null }))
      return { status: 200, body: { items: found.map(showValidity) } }
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

const changeValidityRoute = (): Route =>
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
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const place = { orgId, ...params }
        const before = await findValidity(tx, place)
        if (before.shopId !== null && !reachesShop(actor, before.shopId)) throw notFound()
        await changeValidity(tx, place, { name: body.name, rule: readRule(body.rule) })
        await appendAudit(tx, { orgId, actor, act: 'validity.changed', target: params.validityId, at, content: body })
        return { status: 200, body: showValidity(await findValidity(tx, place)) }
      }),
  })
