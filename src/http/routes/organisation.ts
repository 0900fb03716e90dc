import { z } from 'zod'
import {
  changeSettings,
  createGroup,
  listGroups,
  readGroup,
  readOrganisation,
  removeGroup,
  renameGroup,
  renameOrganisation,
  settingsPatch,
  shopSettings,
} from '../../shop/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import type { Route } from '../route.ts'
import {
  groupParams,
  groupView,
  organisationView,
  showGroup,
  showOrganisation,
  thingName,
} from '../views/shop-views.ts'

const tag = 'Organisation'
const change = z.strictObject({ name: thingName.optional(), settings: settingsPatch.optional() })

/** The merchant and its groups of shops. Their settings are inherited by the shops below. */
export const organisationRoutes = (): Route[] => [
  readOrganisationRoute(),
  changeOrganisationRoute(),
  listGroupsRoute(),
  readGroupRoute(),
  addGroupRoute(),
  changeGroupRoute(),
  removeGroupRoute(),
]

const readOrganisationRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/organisation',
    name: 'readOrganisation',
    summary: 'The organisation of the caller',
    tag,
    access: 'shops:read',
    responses: { 200: organisationView },
    handler: async ({ orgId, read }) => ({
      status: 200,
      body: showOrganisation(await read((tx) => readOrganisation(tx, orgId))),
    }),
  })

const changeOrganisationRoute = (): Route =>
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/organisation',
    name: 'changeOrganisation',
    summary: 'Rename it, or change settings that all shops inherit',
    tag,
    access: 'organisation:write',
    audit: 'organisation.changed',
    body: change,
    example: { settings: { quietMs: 1500, policies: { returnDays: 7 } } },
    responses: { 200: organisationView },
    handler: ({ body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        if (body.name !== undefined) await renameOrganisation(tx, orgId, body.name)
        if (body.settings) await changeSettings(tx, { kind: 'organisation', orgId }, body.settings)
        const detail = { fields: fieldsOf(body) }
        await appendAudit(tx, { orgId, actor, act: 'organisation.changed', target: orgId, at, detail, content: body })
        return { status: 200, body: showOrganisation(await readOrganisation(tx, orgId)) }
      }),
  })

const listGroupsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/groups',
    name: 'listGroups',
    summary: 'All groups, oldest first',
    tag,
    access: 'shops:read',
    responses: { 200: z.strictObject({ items: z.array(groupView) }) },
    handler: async ({ orgId, read }) => ({
      status: 200,
      body: { items: (await read((tx) => listGroups(tx, orgId))).map(showGroup) },
    }),
  })

const readGroupRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/groups/:groupId',
    name: 'readGroup',
    summary: 'One group',
    tag,
    access: 'shops:read',
    params: groupParams,
    responses: { 200: groupView },
    handler: async ({ params, orgId, read }) => ({
      status: 200,
      body: showGroup(await read((tx) => readGroup(tx, { ...params, orgId }))),
    }),
  })

const addGroupRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/groups',
    name: 'addGroup',
    summary: 'Add a group',
    tag,
    access: 'shops:write',
    audit: 'group.added',
    body: z.strictObject({ name: thingName, settings: shopSettings.strict().default({}) }),
    example: { name: 'Brand shops' },
    responses: { 201: groupView },
    handler: ({ body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const group = await createGroup(tx, { ...body, orgId, at })
        await appendAudit(tx, { orgId, actor, act: 'group.added', target: group.groupId, at, content: body })
        return { status: 201, body: showGroup(group) }
      }),
  })

const changeGroupRoute = (): Route =>
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/groups/:groupId',
    name: 'changeGroup',
    summary: 'Rename it, or change settings that its shops inherit',
    tag,
    access: 'shops:write',
    audit: 'group.changed',
    params: groupParams,
    body: change,
    example: { settings: { policies: { freeShippingFen: 9900 } } },
    responses: { 200: groupView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const ref = { ...params, orgId }
        if (body.name !== undefined) await renameGroup(tx, ref, body.name)
        if (body.settings) await changeSettings(tx, { kind: 'group', ...ref }, body.settings)
        const group = await readGroup(tx, ref)
        const detail = { fields: fieldsOf(body) }
        await appendAudit(tx, { orgId, actor, act: 'group.changed', target: ref.groupId, at, detail, content: body })
        return { status: 200, body: showGroup(group) }
      }),
  })

const removeGroupRoute = (): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/groups/:groupId',
    name: 'removeGroup',
    summary: 'Remove a group that has no shops',
    tag,
    access: 'shops:write',
    audit: 'group.removed',
    params: groupParams,
    responses: { 204: nothing },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        await removeGroup(tx, { ...params, orgId })
        await appendAudit(tx, { orgId, actor, act: 'group.removed', target: params.groupId, at })
        return { status: 204, body: undefined }
      }),
  })

const fieldsOf = (body: z.infer<typeof change>): string[] =>
  [...Object.keys(body), ...Object.keys(body.settings ?? {}).map((key) => `settings.${key}`)].sort()
