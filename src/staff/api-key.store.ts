import { newId, type OrgId, type RowId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { digestOf, KEY_PREFIX, newSecret } from './digest.ts'
import { type Scope, scope } from './permissions.ts'

export interface ApiKey {
  readonly keyId: string
  readonly name: string
  /** The first characters, so that a person finds it again in his files. */
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly shopIds: readonly string[] | null
  readonly createdBy: string | null
  readonly createdAt: number
  readonly revokedAt: number | null
  readonly lastUsedAt: number | null
}

interface NewApiKey {
  readonly orgId: OrgId
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly shopIds?: readonly string[] | null
  readonly createdBy: string | null
  readonly at: number
  /** Only for seeding: a secret that a demo or a test knows beforehand. */
  readonly secret?: string
}

const SHOWN_CHARACTERS = 8

/** The secret is told once; only its digest is stored. */
export async function addApiKey(tx: Tx, wanted: NewApiKey): Promise<{ key: ApiKey; secret: string }> {
  const secret = wanted.secret ?? newSecret(KEY_PREFIX)
  const digest = digestOf(secret)
  const keyId = newId<RowId>(wanted.at)
  const row = await tx
    .insertInto('api_key')
    .values({
      org_id: wanted.orgId,
      key_id: keyId,
      name: wanted.name,
      key_digest: digest,
      prefix: secret.slice(0, SHOWN_CHARACTERS),
      scopes: [...wanted.scopes],
      shop_ids: wanted.shopIds ? [...wanted.shopIds] : null,
      created_by: wanted.createdBy,
      created_at: wanted.at,
      revoked_at: null,
      last_used_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.insertInto('secret_owner').values({ digest, org_id: wanted.orgId, kind: 'api-key', row_id: keyId }).execute()
  return { key: toKey(row), secret }
}

/** Newest first, revoked ones included; `before` is the last key id of the page before. */
export async function listApiKeys(
  tx: Tx,
  page: { orgId: string; before?: string | undefined; limit: number },
): Promise<ApiKey[]> {
  let query = tx
    .selectFrom('api_key')
    .selectAll()
    .where('org_id', '=', page.orgId)
    .orderBy('key_id', 'desc')
    .limit(page.limit)
  if (page.before !== undefined) query = query.where('key_id', '<', page.before)
  return (await query.execute()).map(toKey)
}

/** False when there is no such open key. Tell the authenticator to forget it. */
export async function revokeApiKey(tx: Tx, which: { orgId: string; keyId: string; at: number }): Promise<boolean> {
  const row = await tx
    .updateTable('api_key')
    .set({ revoked_at: which.at })
    .where('org_id', '=', which.orgId)
    .where('key_id', '=', which.keyId)
    .where('revoked_at', 'is', null)
    .returning('key_digest')
    .executeTakeFirst()
  if (!row) return false
  await tx.deleteFrom('secret_owner').where('digest', '=', row.key_digest).execute()
  return true
}

interface KeyRow {
  readonly key_id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: string[]
  readonly shop_ids: string[] | null
  readonly created_by: string | null
  readonly created_at: number
  readonly revoked_at: number | null
  readonly last_used_at: number | null
}

const toKey = (row: KeyRow): ApiKey => ({
  keyId: row.key_id,
  name: row.name,
  prefix: row.prefix,
  scopes: scope.array().parse(row.scopes),
  shopIds: row.shop_ids,
  createdBy: row.created_by,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
})
