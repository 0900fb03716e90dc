import { newId, type OrgId, type RowId, type StaffId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { digestOf, newSecret, SIGN_IN_PREFIX } from './digest.ts'

export const SIGN_IN_DAYS = 14
const DAY_MS = 86_400_000

export interface SignIn {
  readonly signInId: string
  readonly staffId: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly address: string | null
  readonly agent: string | null
}

interface NewSignIn {
  readonly orgId: OrgId
  readonly staffId: StaffId
  readonly at: number
  readonly address: string | null
  /** The browser's own name, for the list of sign-ins. */
  readonly agent: string | null
}

/** The token is told once; only its digest is stored. */
export async function openSignIn(tx: Tx, wanted: NewSignIn): Promise<{ signIn: SignIn; token: string }> {
  const token = newSecret(SIGN_IN_PREFIX)
  const digest = digestOf(token)
  const signInId = newId<RowId>(wanted.at)
  const row = await tx
    .insertInto('sign_in')
    .values({
      org_id: wanted.orgId,
      sign_in_id: signInId,
      staff_id: wanted.staffId,
      token_digest: digest,
      created_at: wanted.at,
      expires_at: wanted.at + SIGN_IN_DAYS * DAY_MS,
      revoked_at: null,
      address: wanted.address,
      agent: wanted.agent?.slice(0, 200) ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('secret_owner')
    .values({ digest, org_id: wanted.orgId, kind: 'sign-in', row_id: signInId })
    .execute()
  return { signIn: toSignIn(row), token }
}

/** The open ones, newest first. */
export async function listSignIns(tx: Tx, who: { orgId: string; staffId: string; at: number }): Promise<SignIn[]> {
  const rows = await tx
    .selectFrom('sign_in')
    .selectAll()
    .where('org_id', '=', who.orgId)
    .where('staff_id', '=', who.staffId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', who.at)
    .orderBy('sign_in_id', 'desc')
    .limit(200)
    .execute()
  return rows.map(toSignIn)
}

interface Which {
  readonly orgId: string
  readonly staffId: string
  readonly at: number
  /** Only this one; absent: all of the person. */
  readonly signInId?: string
  readonly except?: string
}

/** Answers the ids that it closed. Tell the authenticator to forget them. */
export async function revokeSignIns(tx: Tx, which: Which): Promise<string[]> {
  let query = tx
    .updateTable('sign_in')
    .set({ revoked_at: which.at })
    .where('org_id', '=', which.orgId)
    .where('staff_id', '=', which.staffId)
    .where('revoked_at', 'is', null)
  if (which.signInId !== undefined) query = query.where('sign_in_id', '=', which.signInId)
  if (which.except !== undefined) query = query.where('sign_in_id', '<>', which.except)
  const rows = await query.returning(['sign_in_id', 'token_digest']).execute()
  const digests = rows.map((row) => row.token_digest)
  if (digests.length > 0) await tx.deleteFrom('secret_owner').where('digest', 'in', digests).execute()
  return rows.map((row) => row.sign_in_id)
}

interface SignInRow {
  readonly sign_in_id: string
  readonly staff_id: string
  readonly created_at: number
  readonly expires_at: number
  readonly address: string | null
  readonly agent: string | null
}

const toSignIn = (row: SignInRow): SignIn => ({
  signInId: row.sign_in_id,
  staffId: row.staff_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  address: row.address,
  agent: row.agent,
})
