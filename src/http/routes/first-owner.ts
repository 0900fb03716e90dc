import { z } from 'zod'
import { newId, type OrgId } from '../../kernel/ids.ts'
import { createOrganisation } from '../../shop/index.ts'
import {
  addStaff,
  alreadySetUp,
  appendAudit,
  hashPassword,
  isWithoutStaff,
  openSignIn,
  type SetupCode,
} from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { definePublicRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { thingName } from '../views/shop-views.ts'
import { email, newPassword, personName, showSignIn, showStaff, signInView, staffView } from '../views/staff-views.ts'
import { signInCookie } from '../sign-in-cookie.ts'

export interface FirstOwnerDeps {
  readonly setupCode: SetupCode
  /** Cookies are marked Secure where people come by HTTPS. */
  readonly isSecure: boolean
}

const tag = 'Sign-in'
const firstOwner = z.strictObject({
  code: z.string().min(1).max(100),
  organisation: thingName,
  name: personName,
  email,
  password: newPassword,
})
const example = {
  code: 'ABCD-EFGH-JKMN-PQRT-UVWX',
  organisation: 'Winter & Co',
  name: 'Lin',
  email: 'owner@example.com',
  password: 'correct horse battery',
}

/** An installation on which nobody works yet: whether it is one, and its first owner by the code that the server printed. */
export const firstOwnerRoutes = (deps: FirstOwnerDeps): Route[] => [readInstallation(deps), makeFirstOwner(deps)]

const readInstallation = ({ setupCode }: FirstOwnerDeps): Route =>
  definePublicRoute({
    method: 'GET',
    path: '/api/v1/installation',
    name: 'readInstallation',
    summary: 'Whether this installation waits for its first owner',
    tag,
    responses: { 200: z.strictObject({ isNew: z.boolean() }) },
    handler: async () => ({ status: 200, body: { isNew: setupCode.isOpen } }),
  })

const makeFirstOwner = ({ setupCode, isSecure }: FirstOwnerDeps): Route =>
  definePublicRoute({
    method: 'POST',
    path: '/api/v1/installation/owner',
    name: 'makeFirstOwner',
    summary: 'The organisation and its first owner, once, by the set-up code that the server printed; signs him in',
    tag,
    audit: 'organisation.founded',
    idempotency: 'own',
    body: firstOwner,
    example,
    responses: { 201: z.strictObject({ token: z.string(), signIn: signInView, staff: staffView }) },
    handler: async ({ body, headers, address, at, commit }) => {
      setupCode.check({ code: body.code, address })
      const founder = {
        ...body,
        passwordHash: await hashPassword(body.password),
        address,
        agent: headers['user-agent'],
      }
      const orgId = newId<OrgId>(at)
      const reply = await commit(orgId, async (tx) => {
        const { staff, signIn, token } = await found(tx, { ...founder, orgId, at })
        return {
          status: 201,
          headers: { 'set-cookie': signInCookie(token, isSecure) },
          body: { token, signIn: showSignIn(signIn, signIn.signInId), staff: showStaff(staff) },
        }
      })
      setupCode.close()
      return reply
    },
  })

interface Founder {
  readonly orgId: OrgId
  readonly organisation: string
  readonly name: string
  readonly email: string
  readonly passwordHash: string
  readonly address: string
  readonly agent: string | undefined
  readonly at: number
}

async function found(tx: Tx, founder: Founder) {
  if (!(await isWithoutStaff(tx))) throw alreadySetUp()
  const { orgId, organisation, name, email: mailbox, passwordHash, address, agent, at } = founder
  await createOrganisation(tx, { orgId, name: organisation, at })
  const staff = await addStaff(tx, { orgId, email: mailbox, name, passwordHash, role: 'owner', at })
  const opened = await openSignIn(tx, { orgId, staffId: staff.staffId, at, address, agent: agent ?? null })
  const actor = { kind: 'staff', id: staff.staffId } as const
  await appendAudit(tx, { orgId, actor, act: 'organisation.founded', target: orgId, at })
  return { ...opened, staff }
}
