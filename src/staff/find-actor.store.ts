import { type OrgId, orgId, rowId, shopId, staffId } from '../kernel/ids.ts'
import type { Database, Tx } from '../storage/index.ts'
import type { Actor, KeyActor, StaffActor } from './actor.ts'
import { permissionsOf, scope } from './permissions.ts'

/** Who presented the secret with this digest; null when it is unknown, revoked or expired, or its holder disabled. */
export async function findActor(database: Database, digest: Buffer, at: number): Promise<Actor | null> {
  const owner = await database.outside((tx) =>
    tx.selectFrom('secret_owner').select(['org_id', 'kind', 'row_id']).where('digest', '=', digest).executeTakeFirst(),
  )
  if (!owner) return null
  const found = orgId.parse(owner.org_id)
  return database.within<Actor | null>([found], (tx) =>
    owner.kind === 'api-key'
      ? findKey(tx, { org: found, id: owner.row_id, at })
      : findSignedIn(tx, { org: found, id: owner.row_id, at }),
  )
}

const USE_NOTED_EVERY_MS = 60_000

interface Presented {
  readonly org: OrgId
  readonly id: string
  readonly at: number
}

async function findKey(tx: Tx, { org, id: keyId, at }: Presented): Promise<KeyActor | null> {
  const row = await tx
    .selectFrom('api_key')
    .select(['scopes', 'shop_ids', 'last_used_at'])
    .where('org_id', '=', org)
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  if ((row.last_used_at ?? 0) < at - USE_NOTED_EVERY_MS) {
    await tx
      .updateTable('api_key')
      .set({ last_used_at: at })
      .where('org_id', '=', org)
      .where('key_id', '=', keyId)
      .execute()
  }
  return {
    kind: 'api-key',
    id: rowId.parse(keyId),
    orgId: org,
    shopIds: row.shop_ids?.map((id) => shopId.parse(id)) ?? null,
    permissions: new Set(scope.array().parse(row.scopes)),
  }
}

async function findSignedIn(tx: Tx, { org, id: signInId, at }: Presented): Promise<StaffActor | null> {
  const row = await tx
    .selectFrom('sign_in as s')
    .innerJoin('staff as p', (on) => on.onRef('p.org_id', '=', 's.org_id').onRef('p.staff_id', '=', 's.staff_id'))
    .select(['p.staff_id', 'p.role', 'p.shop_ids'])
    .where('s.org_id', '=', org)
    .where('s.sign_in_id', '=', signInId)
    .where('s.revoked_at', 'is', null)
    .where('s.expires_at', '>', at)
    .where('p.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  return {
    kind: 'staff',
    id: staffId.parse(row.staff_id),
    signInId: rowId.parse(signInId),
    orgId: org,
    role: row.role,
    shopIds: row.shop_ids?.map((id) => shopId.parse(id)) ?? null,
    permissions: permissionsOf(row.role),
  }
}
