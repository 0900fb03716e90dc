export { type Actor, isAllowed, type KeyActor, reachesShop, type StaffActor } from './actor.ts'
export { AUDIT_ACTS, type AuditAct } from './audit-acts.ts'
export {
  mayAppoint,
  type Permission,
  permission,
  permissionsOf,
  type Role,
  role,
  type Scope,
  scope,
} from './permissions.ts'
