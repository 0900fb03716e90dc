import { notFound, XiaoerError } from '../kernel/errors.ts'
import type { Tx } from '../storage/index.ts'
import { type Group, listGroups, type Organisation, readOrganisation } from './organisation.store.ts'

interface GroupRef {
  readonly orgId: string
  readonly groupId: string
}

/** Throws `not-found`. */
export async function readGroup(tx: Tx, ref: GroupRef): Promise<Group> {
  const found = (await listGroups(tx, ref.orgId)).find((group) => group.groupId === ref.groupId)
  if (!found) throw notFound()
  return found
}

/** Settings are changed by `changeSettings`. Throws `not-found`. */
export async function renameGroup(tx: Tx, ref: GroupRef, name: string): Promise<void> {
  const changed = await tx
    .updateTable('shop_group')
    .set({ name })
    .where('org_id', '=', ref.orgId)
    .where('group_id', '=', ref.groupId)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) throw notFound()
}

/** Throws `not-found`, and `precondition-failed` while shops belong to it. */
export async function removeGroup(tx: Tx, ref: GroupRef): Promise<void> {
  const shops = tx
    .selectFrom('shop')
    .select('shop_id')
    .where('org_id', '=', ref.orgId)
    .where('group_id', '=', ref.groupId)
  if (await shops.executeTakeFirst()) {
    throw new XiaoerError({ code: 'precondition-failed', message: 'Shops belong to this group. Move them first.' })
  }
  const removed = await tx
    .deleteFrom('shop_group')
    .where('org_id', '=', ref.orgId)
    .where('group_id', '=', ref.groupId)
    .executeTakeFirst()
  if (removed.numDeletedRows === 0n) throw notFound()
}

export async function renameOrganisation(tx: Tx, orgId: string, name: string): Promise<Organisation> {
  await tx.updateTable('organisation').set({ name }).where('org_id', '=', orgId).execute()
  return readOrganisation(tx, orgId)
}
