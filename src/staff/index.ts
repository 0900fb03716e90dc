export { type Actor, isAllowed, type KeyActor, reachesShop, type StaffActor } from './actor.ts'
export { addApiKey, type ApiKey, listApiKeys, revokeApiKey } from './api-key.store.ts'
export { type AuditRow, appendAudit, listAudit, readAuditAfter, verifyAudit } from './audit.store.ts'
export { AUDIT_ACTS, type AuditAct } from './audit-acts.ts'
export { type Authenticator, createAuthenticator } from './authenticator.ts'
export { type CredentialCheck, createCredentialCheck } from './credential-check.ts'
export { hasStaff, isWithoutStaff } from './first-owner.store.ts'
export { hashPassword, verifyPassword } from './password.ts'
export { mayAppoint, type Permission, permission, type Role, role, type Scope, scope } from './permissions.ts'
export * from './saved-view.store.ts'
export { alreadySetUp, closedSetup, createSetupCode, type SetupCode } from './setup-code.ts'
export { listSignIns, openSignIn, revokeSignIns, SIGN_IN_DAYS, type SignIn } from './sign-in.store.ts'
export {
  addStaff,
  changeStaff,
  countOwners,
  findStaff,
  listStaff,
  readPasswordHash,
  type Staff,
  seedStaff,
  writePasswordHash,
} from './staff.store.ts'
