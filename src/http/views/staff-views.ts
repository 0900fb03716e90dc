import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { rowId, shopId, staffId } from '../../kernel/ids.ts'
import {
  type Actor,
  type ApiKey,
  type AuditRow,
  permission,
  role,
  type SignIn,
  type Staff,
  type StaffActor,
  scope,
} from '../../staff/index.ts'
import { instantOut } from '../fields.ts'

export const email = z.email().max(254)
/** What somebody types to prove himself: any text, so that a wrong one is only wrong. */
export const password = z.string().min(1).max(200)
export const newPassword = z.string().min(8).max(200)
export const personName = z.string().trim().min(1).max(100)

export const staffView = z.strictObject({
  staffId,
  email: z.string(),
  name: z.string(),
  role,
  shopIds: z.array(shopId).nullable(),
  createdAt: instantOut,
  disabledAt: instantOut.nullable(),
})

export const showStaff = (staff: Staff) => ({
  staffId: staff.staffId,
  email: staff.email,
  name: staff.name,
  role: staff.role,
  shopIds: staff.shopIds && [...staff.shopIds],
  createdAt: toIso(staff.createdAt),
  disabledAt: staff.disabledAt === null ? null : toIso(staff.disabledAt),
})

export const meView = z.strictObject({ staff: staffView, permissions: z.array(permission) })

export const signInView = z.strictObject({
  signInId: z.string(),
  createdAt: instantOut,
  expiresAt: instantOut,
  address: z.string().nullable(),
  agent: z.string().nullable(),
  isThis: z.boolean(),
})

export const showSignIn = (row: SignIn, thisOne: string | null) => ({
  signInId: row.signInId,
  createdAt: toIso(row.createdAt),
  expiresAt: toIso(row.expiresAt),
  address: row.address,
  agent: row.agent,
  isThis: row.signInId === thisOne,
})

export const apiKeyView = z.strictObject({
  keyId: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(scope),
  shopIds: z.array(z.string()).nullable(),
  createdBy: z.string().nullable(),
  createdAt: instantOut,
  revokedAt: instantOut.nullable(),
  lastUsedAt: instantOut.nullable(),
})

export const showApiKey = (key: ApiKey) => ({
  keyId: key.keyId,
  name: key.name,
  prefix: key.prefix,
  scopes: [...key.scopes],
  shopIds: key.shopIds && [...key.shopIds],
  createdBy: key.createdBy,
  createdAt: toIso(key.createdAt),
  revokedAt: key.revokedAt === null ? null : toIso(key.revokedAt),
  lastUsedAt: key.lastUsedAt === null ? null : toIso(key.lastUsedAt),
})

export const auditView = z.strictObject({
  seq: z.int(),
  at: instantOut,
  actorKind: z.string(),
  actorId: z.string(),
  act: z.string(),
  target: z.string(),
  digest: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
})

export const showAudit = (row: AuditRow) => ({ ...row, at: toIso(row.at) })

/** The routes of one's own sign-ins are `signed-in`, so this holds. */
export function asPerson(actor: Actor): StaffActor {
  if (actor.kind !== 'staff') throw new XiaoerError({ code: 'forbidden' })
  return actor
}

export const staffParams = z.strictObject({ staffId })
export const keyParams = z.strictObject({ keyId: rowId })
