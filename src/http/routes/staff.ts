import { z } from 'zod'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { shopId, staffId } from '../../kernel/ids.ts'
import type { Tx } from '../../storage/index.ts'
import {
  type Actor,
  type Authenticator,
  addStaff,
  appendAudit,
  changeStaff,
  countOwners,
  findStaff,
  hashPassword,
  listSignIns,
  listStaff,
  mayAppoint,
  type Role,
  revokeSignIns,
  role,
} from '../../staff/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import { pageOf, paging, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import {
  email,
  newPassword,
  personName,
  showSignIn,
  showStaff,
  signInView,
  staffParams,
  staffView,
} from '../views/staff-views.ts'

interface StaffDeps {
  readonly authenticator: Authenticator
}

const tag = 'Staff'
const limitedTo = z.array(shopId).min(1).max(500).nullable()

/** The people of the merchant. */
export const staffRoutes = (deps: StaffDeps): Route[] => [
  listStaffRoute(),
  addOne(),
  readStaffRoute(),
  changeOne(deps),
  listSignInsOfStaffRoute(),
  revokeSignInsOfStaffRoute(deps),
]

const listStaffRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/staff',
    name: 'listStaff',
    summary: 'Everybody, oldest first',
    tag,
    access: 'staff:read',
    query: z.strictObject(paging),
    responses: { 200: pageOf(staffView) },
    handler: async ({ query, orgId, read }) => {
      const after = readCursor(staffId, query.cursor)
      const rows = await read((tx) => listStaff(tx, { orgId, after, limit: query.limit + 1 }))
      return { status: 200, body: showPage({ rows, limit: query.limit, show: showStaff, after: (row) => row.staffId }) }
    },
  })

const readStaffRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/staff/:staffId',
    name: 'readStaff',
    summary: 'One person',
    tag,
    access: 'staff:read',
    params: staffParams,
    responses: { 200: staffView },
    handler: async ({ params, orgId, read }) => {
      const staff = await read((tx) => findStaff(tx, orgId, params.staffId))
      if (!staff) throw notFound()
      return { status: 200, body: showStaff(staff) }
    },
  })

const addOne = () =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/staff',
    name: 'addStaff',
    summary: 'Add somebody',
    tag,
    access: 'staff:write',
    audit: 'staff.added',
    body: z.strictObject({ email, name: personName, password: newPassword, role, shopIds: limitedTo.default(null) }),
    example: { email: 'lin@example.com', name: 'Lin', password: 'eight or more', role: 'agent', shopIds: null },
    responses: { 201: staffView },
    handler: async ({ body, actor, orgId, at, commit }) => {
      refuseRank(actor, body.role)
      const { password, ...wanted } = body
      const passwordHash = await hashPassword(password)
      return commit(async (tx) => {
        const staff = await addStaff(tx, { ...wanted, orgId, passwordHash, at })
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'staff.added',
          target: staff.staffId,
          at,
          detail: { role: staff.role, shopIds: staff.shopIds },
        })
        return { status: 201, body: showStaff(staff) }
      })
    },
  })

const changeOne = ({ authenticator }: StaffDeps) =>
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/staff/:staffId',
    name: 'changeStaff',
    summary: 'Change name, role or shops; let out or in',
    tag,
    access: 'staff:write',
    audit: 'staff.changed',
    params: staffParams,
    body: z.strictObject({
      name: personName.optional(),
      role: role.optional(),
      shopIds: limitedTo.optional(),
      disabled: z.boolean().optional(),
    }),
    example: { role: 'supervisor' },
    responses: { 200: staffView },
    handler: async ({ params, body, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        const before = await findStaff(tx, orgId, params.staffId)
        if (!before) throw notFound()
        refuseRank(actor, before.role)
        if (body.role) refuseRank(actor, body.role)
        const losesOwner = before.role === 'owner' && (body.disabled === true || (body.role ?? 'owner') !== 'owner')
        if (losesOwner && !before.disabledAt) await keepOneOwner(tx, orgId)
        const staff = await changeStaff(tx, { orgId, staffId: params.staffId, at }, body)
        if (!staff) throw notFound()
        if (body.disabled) await revokeSignIns(tx, { orgId, staffId: params.staffId, at })
        const detail = { fields: Object.keys(body).sort(), role: staff.role, disabled: staff.disabledAt !== null }
        await appendAudit(tx, { orgId, actor, act: 'staff.changed', target: params.staffId, at, detail })
        return { status: 200, body: showStaff(staff) }
      })
      authenticator.forget(params.staffId)
      return reply
    },
  })

const listSignInsOfStaffRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/staff/:staffId/sign-ins',
    name: 'listSignInsOfStaff',
    summary: 'The open sign-ins of one person',
    tag,
    access: 'staff:write',
    params: staffParams,
    responses: { 200: z.strictObject({ items: z.array(signInView) }) },
    handler: async ({ params, orgId, at, read }) => {
      const open = await read(async (tx) => {
        if (!(await findStaff(tx, orgId, params.staffId))) throw notFound()
        return listSignIns(tx, { orgId, staffId: params.staffId, at })
      })
      return { status: 200, body: { items: open.map((row) => showSignIn(row, null)) } }
    },
  })

const revokeSignInsOfStaffRoute = ({ authenticator }: StaffDeps): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/staff/:staffId/sign-ins',
    name: 'revokeSignInsOfStaff',
    summary: 'Sign one person out everywhere',
    tag,
    access: 'staff:write',
    audit: 'sign-in.revoked',
    params: staffParams,
    responses: { 204: nothing },
    handler: async ({ params, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        const staff = await findStaff(tx, orgId, params.staffId)
        if (!staff) throw notFound()
        refuseRank(actor, staff.role)
        const closed = await revokeSignIns(tx, { orgId, staffId: params.staffId, at })
        const detail = { count: closed.length }
        await appendAudit(tx, { orgId, actor, act: 'sign-in.revoked', target: params.staffId, at, detail })
        return { status: 204, body: undefined }
      })
      authenticator.forget(params.staffId)
      return reply
    },
  })

// An API key with staff:write stands where a supervisor stands.
function refuseRank(actor: Actor, about: Role): void {
  const rank = actor.kind === 'staff' ? actor.role : 'supervisor'
  if (!mayAppoint(rank, about)) {
    throw new XiaoerError({ code: 'forbidden', message: 'You may not make or change somebody of this role.' })
  }
}

async function keepOneOwner(tx: Tx, orgId: string): Promise<void> {
  if ((await countOwners(tx, orgId)) <= 1) {
    throw new XiaoerError({ code: 'precondition-failed', message: 'The last owner cannot be taken away.' })
  }
}
