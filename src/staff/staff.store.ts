import { XiaoerError } from '../kernel/errors.ts'
import { newId, type OrgId, orgId, type ShopId, shopId, type StaffId, staffId } from '../kernel/ids.ts'
import type { Database, Tx } from '../storage/index.ts'
import { emailDigest, normaliseEmail } from './digest.ts'
import { hashPassword } from './password.ts'
import type { Role } from './permissions.ts'

export interface Staff {
  readonly orgId: OrgId
  readonly staffId: StaffId
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly shopIds: readonly ShopId[] | null
  readonly createdAt: number
  readonly disabledAt: number | null
}

interface NewStaff {
  readonly orgId: OrgId
  readonly email: string
  readonly name: string
  /** From `hashPassword`: hashed before the transaction, which must not wait for it. */
  readonly passwordHash: string
  readonly role: Role
  readonly shopIds?: readonly string[] | null
  readonly at: number
}

/** Throws `conflict` on `email`: one address is one person, whatever the organisation. */
export async function addStaff(tx: Tx, wanted: NewStaff): Promise<Staff> {
  const id = newId<StaffId>(wanted.at)
  const taken = await tx
    .insertInto('staff_address')
    .values({ email_digest: emailDigest(wanted.email), org_id: wanted.orgId, staff_id: id })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  if (taken.numInsertedOrUpdatedRows === 0n) {
    throw new XiaoerError({ code: 'conflict', field: 'email', message: 'This address cannot be used.' })
  }
  const row = await tx
    .insertInto('staff')
    .values({
      org_id: wanted.orgId,
      staff_id: id,
      email: normaliseEmail(wanted.email),
      name: wanted.name,
      password_hash: wanted.passwordHash,
      role: wanted.role,
      shop_ids: wanted.shopIds ? [...wanted.shopIds] : null,
      created_at: wanted.at,
      disabled_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toStaff(row)
}

export async function findStaff(tx: Tx, org: string, id: string): Promise<Staff | null> {
  const row = await staffRows(tx, org).where('staff_id', '=', id).executeTakeFirst()
  return row ? toStaff(row) : null
}

/** Oldest first; `after` is the last staff id of the page before. */
export async function listStaff(
  tx: Tx,
  page: { orgId: string; after?: string | undefined; limit: number },
): Promise<Staff[]> {
  let query = staffRows(tx, page.orgId).orderBy('staff_id').limit(page.limit)
  if (page.after !== undefined) query = query.where('staff_id', '>', page.after)
  return (await query.execute()).map(toStaff)
}

interface StaffChange {
  readonly name?: string | undefined
  readonly role?: Role | undefined
  readonly shopIds?: readonly string[] | null | undefined
  /** true takes the person out; a later false lets him in again. */
  readonly disabled?: boolean | undefined
}

/** Answers null when there is no such person. Callers revoke the sign-ins of somebody whose rights shrank. */
export async function changeStaff(
  tx: Tx,
  who: { orgId: string; staffId: string; at: number },
  change: StaffChange,
): Promise<Staff | null> {
  const row = await tx
    .updateTable('staff')
    .set((column) => ({
      staff_id: column.ref('staff_id'),
      ...(change.name !== undefined && { name: change.name }),
      ...(change.role !== undefined && { role: change.role }),
      ...(change.shopIds !== undefined && { shop_ids: change.shopIds ? [...change.shopIds] : null }),
      ...(change.disabled !== undefined && { disabled_at: change.disabled ? who.at : null }),
    }))
    .where('org_id', '=', who.orgId)
    .where('staff_id', '=', who.staffId)
    .returningAll()
    .executeTakeFirst()
  return row ? toStaff(row) : null
}

/** How many owners could still sign in: the last one cannot be taken away. Locks them. */
export async function countOwners(tx: Tx, org: string): Promise<number> {
  const rows = await tx
    .selectFrom('staff')
    .select('staff_id')
    .where('org_id', '=', org)
    .where('role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .forUpdate()
    .execute()
  return rows.length
}

export async function readPasswordHash(tx: Tx, org: string, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom('staff')
    .select('password_hash')
    .where('org_id', '=', org)
    .where('staff_id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return row?.password_hash ?? null
}

export async function writePasswordHash(
  tx: Tx,
  { orgId: org, staffId: id, passwordHash }: { orgId: string; staffId: string; passwordHash: string },
): Promise<void> {
  await tx
    .updateTable('staff')
    .set({ password_hash: passwordHash })
    .where('org_id', '=', org)
    .where('staff_id', '=', id)
    .execute()
}

/** Whose address this is, before any organisation is known. */
export async function ownerOfEmail(
  database: Database,
  email: string,
): Promise<{ orgId: OrgId; staffId: StaffId } | null> {
  const row = await database.outside((tx) =>
    tx
      .selectFrom('staff_address')
      .select(['org_id', 'staff_id'])
      .where('email_digest', '=', emailDigest(email))
      .executeTakeFirst(),
  )
  return row ? { orgId: orgId.parse(row.org_id), staffId: staffId.parse(row.staff_id) } : null
}

/** For seeding and the command line: hashes and adds in one step. */
export async function seedStaff(
  database: Database,
  wanted: Omit<NewStaff, 'passwordHash'> & { readonly password: string },
): Promise<Staff> {
  const passwordHash = await hashPassword(wanted.password)
  return database.within([wanted.orgId], (tx) => addStaff(tx, { ...wanted, passwordHash }))
}

const staffRows = (tx: Tx, org: string) => tx.selectFrom('staff').selectAll().where('org_id', '=', org)

type StaffRow = Awaited<ReturnType<ReturnType<typeof staffRows>['executeTakeFirstOrThrow']>>

const toStaff = (row: StaffRow): Staff => ({
  orgId: orgId.parse(row.org_id),
  staffId: staffId.parse(row.staff_id),
  email: row.email,
  name: row.name,
  role: row.role,
  shopIds: row.shop_ids?.map((id) => shopId.parse(id)) ?? null,
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
})
