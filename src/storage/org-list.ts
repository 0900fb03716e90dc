/** A PostgreSQL array literal of uuids, as `xiaoer.orgs` wants it. */
export const orgList = (orgIds: readonly string[]): string => `{${orgIds.join(',')}}`
