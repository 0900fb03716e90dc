import { z } from 'zod'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { rowId } from '../../kernel/ids.ts'
import {
  type Authenticator,
  appendAudit,
  type CredentialCheck,
  findStaff,
  hashPassword,
  listSignIns,
  openSignIn,
  readPasswordHash,
  revokeSignIns,
  verifyPassword,
  writePasswordHash,
} from '../../staff/index.ts'
import { definePublicRoute, defineRoute, nothing } from '../define-route.ts'
import type { Route } from '../route.ts'
import { signInCookie } from '../sign-in-cookie.ts'
import {
  asPerson,
  email,
  meView,
  newPassword,
  password,
  showSignIn,
  showStaff,
  signInView,
  staffView,
} from '../views/staff-views.ts'

interface SignInDeps {
  readonly authenticator: Authenticator
  readonly credentials: CredentialCheck
  /** Cookies are marked Secure where people come by HTTPS. */
  readonly isSecure: boolean
}

const tag = 'Sign-in'

/** Signing in and out, one's own sign-ins and password. */
export const signInRoutes = (deps: SignInDeps): Route[] => [
  signIn(deps),
  readMeRoute(),
  listSignInsRoute(),
  revokeSignInRoute(deps),
  changePassword(deps),
]

const readMeRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/me',
    name: 'readMe',
    summary: 'Who am I, and what may I do',
    tag,
    access: 'signed-in',
    reach: 'filtered',
    responses: { 200: meView },
    handler: async ({ actor, orgId, read }) => {
      const { id } = asPerson(actor)
      const staff = await read((tx) => findStaff(tx, orgId, id))
      if (!staff) throw notFound()
      return { status: 200, body: { staff: showStaff(staff), permissions: [...actor.permissions].sort() } }
    },
  })

const listSignInsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/sign-ins',
    name: 'listSignIns',
    summary: 'My open sign-ins',
    tag,
    access: 'signed-in',
    reach: 'filtered',
    responses: { 200: z.strictObject({ items: z.array(signInView) }) },
    handler: async ({ actor, orgId, at, read }) => {
      const person = asPerson(actor)
      const open = await read((tx) => listSignIns(tx, { orgId, staffId: person.id, at }))
      return { status: 200, body: { items: open.map((row) => showSignIn(row, person.signInId)) } }
    },
  })

const revokeSignInRoute = (deps: SignInDeps): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/sign-ins/:signInId',
    name: 'revokeSignIn',
    summary: 'Sign out: this sign-in or another one of mine',
    tag,
    access: 'signed-in',
    reach: 'filtered',
    audit: 'sign-in.revoked',
    params: z.strictObject({ signInId: rowId }),
    responses: { 204: nothing },
    handler: async ({ params, actor, orgId, at, commit }) => {
      const person = asPerson(actor)
      const reply = await commit(async (tx) => {
        const closed = await revokeSignIns(tx, { orgId, staffId: person.id, at, signInId: params.signInId })
        if (closed.length === 0) throw notFound()
        await appendAudit(tx, { orgId, actor, act: 'sign-in.revoked', target: params.signInId, at })
        return { status: 204, body: undefined }
      })
      deps.authenticator.forget(params.signInId)
      return reply
    },
  })

const signIn = (deps: SignInDeps) =>
  definePublicRoute({
    method: 'POST',
    path: '/api/v1/sign-ins',
    name: 'signIn',
    summary: 'Sign in by e-mail and password',
    tag,
    audit: 'sign-in.opened',
    body: z.strictObject({ email, password }),
    example: { email: 'owner@example.com', password: 'correct horse battery' },
    responses: { 201: z.strictObject({ token: z.string(), signIn: signInView, staff: staffView }) },
    handler: async ({ body, headers, address, at, commit }) => {
      const { orgId, staffId } = await deps.credentials.check({ ...body, address })
      return commit(orgId, async (tx) => {
        const staff = await findStaff(tx, orgId, staffId)
        if (!staff) throw new XiaoerError({ code: 'wrong-credentials' })
        const agent = headers['user-agent'] ?? null
        const { signIn: opened, token } = await openSignIn(tx, { orgId, staffId, at, address, agent })
        const actor = { kind: 'staff', id: staffId } as const
        await appendAudit(tx, { orgId, actor, act: 'sign-in.opened', target: opened.signInId, at })
        return {
          status: 201,
          headers: { 'set-cookie': signInCookie(token, deps.isSecure) },
          body: { token, signIn: showSignIn(opened, opened.signInId), staff: showStaff(staff) },
        }
      })
    },
  })

const changePassword = (deps: SignInDeps) =>
  defineRoute({
    method: 'PUT',
    path: '/api/v1/me/password',
    name: 'changePassword',
    summary: 'Change my password; my other sign-ins end',
    tag,
    access: 'signed-in',
    reach: 'filtered',
    audit: 'password.changed',
    body: z.strictObject({ current: password, next: newPassword }),
    responses: { 204: nothing },
    handler: async ({ body, actor, orgId, at, read, commit }) => {
      const person = asPerson(actor)
      const stored = await read((tx) => readPasswordHash(tx, orgId, person.id))
      if (!(await verifyPassword(stored, body.current))) {
        throw new XiaoerError({ code: 'invalid-field', field: 'current', message: 'This is not the current password.' })
      }
      const next = await hashPassword(body.next)
      const closed: string[] = []
      const reply = await commit(async (tx) => {
        await writePasswordHash(tx, { orgId, staffId: person.id, passwordHash: next })
        closed.push(...(await revokeSignIns(tx, { orgId, staffId: person.id, at, except: person.signInId })))
        await appendAudit(tx, { orgId, actor, act: 'password.changed', target: person.id, at })
        return { status: 204, body: undefined }
      })
      for (const id of closed) deps.authenticator.forget(id)
      return reply
    },
  })
