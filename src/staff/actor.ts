import type { OrgId, RowId, ShopId, StaffId } from '../kernel/ids.ts'
import type { Permission, Role } from './permissions.ts'

interface Reach {
  readonly orgId: OrgId
  /** The shops it is limited to; null = all shops of the organisation, those to come included. */
  readonly shopIds: readonly ShopId[] | null
  readonly permissions: ReadonlySet<Permission>
}

/** Who asks: a person who is signed in, or an API key. `id` is the staff id or the key id. */
export type Actor = StaffActor | KeyActor

export interface StaffActor extends Reach {
  readonly kind: 'staff'
  readonly id: StaffId
  readonly signInId: RowId
  readonly role: Role
}

export interface KeyActor extends Reach {
  readonly kind: 'api-key'
  readonly id: RowId
}

export const isAllowed = (actor: Actor, permission: Permission): boolean => actor.permissions.has(permission)

/** False for a shop outside the actor's limit: answer it like a shop that does not exist. */
export const reachesShop = (actor: Actor, shopId: string): boolean =>
  actor.shopIds === null || actor.shopIds.some((own) => own === shopId)
