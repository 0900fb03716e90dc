import { z } from 'zod'

/** What an API key may be given. Closed: the names are part of the API. */
export const SCOPES = [
  'messages:read',
  'messages:write',
  'conversations:read',
  'conversations:write',
  'knowledge:read',
  'knowledge:write',
  'shops:read',
  'shops:write',
  'offers:read',
  'offers:write',
  'channels:read',
  'channels:write',
  'webhooks:read',
  'webhooks:write',
  'staff:read',
  'staff:write',
  'audit:read',
  'system:read',
] as const

/** What only a person may do: a key that leaks must not be able to make keys, unmask buyers or rename the firm. */
const STAFF_ONLY = ['keys:write', 'organisation:write', 'orders:unmask', 'memory:write', 'system:write'] as const

export const ROLES = ['owner', 'supervisor', 'agent', 'marketer', 'viewer'] as const

export const scope = z.enum(SCOPES)
export const role = z.enum(ROLES)
export const permission = z.enum([...SCOPES, ...STAFF_ONLY])
export type Scope = z.infer<typeof scope>
export type Role = z.infer<typeof role>
export type Permission = z.infer<typeof permission>

const VIEWER: readonly Permission[] = [
  'conversations:read',
  'knowledge:read',
  'shops:read',
  'offers:read',
  'channels:read',
]
const AGENT: readonly Permission[] = [...VIEWER, 'messages:read', 'messages:write', 'conversations:write']
const MARKETER: readonly Permission[] = [...VIEWER, 'messages:read', 'knowledge:write', 'offers:write']
const SUPERVISOR: readonly Permission[] = [...SCOPES, 'orders:unmask', 'memory:write']

/** Who may do what. A route names one permission; a role holds a list of them. */
const PERMISSIONS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(permission.options),
  supervisor: new Set(SUPERVISOR),
  agent: new Set(AGENT),
  marketer: new Set(MARKETER),
  viewer: new Set(VIEWER),
}

export const permissionsOf = (held: Role): ReadonlySet<Permission> => PERMISSIONS[held]

const MAY_APPOINT: Readonly<Record<Role, readonly Role[]>> = {
  owner: ROLES,
  supervisor: ['agent', 'marketer', 'viewer'],
  agent: [],
  marketer: [],
  viewer: [],
}

/** A supervisor (and an API key with `staff:write`) cannot make or change somebody of its own rank or above. */
export const mayAppoint = (by: Role, appointed: Role): boolean => MAY_APPOINT[by].includes(appointed)
