import { notFound } from '../kernel/errors.ts'
import { newId, type GroupId, type OrgId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { applyPatch } from './change-settings.ts'
import { type ShopSettings, shopSettings } from './shop-settings.ts'

export interface Organisation {
  readonly orgId: string
  readonly name: string
  readonly settings: ShopSettings
  readonly createdAt: number
}

export interface Group extends Organisation {
  readonly groupId: string
}

interface NewOrganisation {
  /** Made by the caller (`newId<OrgId>(at)`): the transaction must already be within it. */
  readonly orgId: OrgId
  readonly name: string
  readonly settings?: ShopSettings
  readonly at: number
}

export async function createOrganisation(tx: Tx, wanted: NewOrganisation): Promise<Organisation> {
  const settings = applyPatch({}, wanted.settings ?? {})
  await tx
    .insertInto('organisation')
    .values({ org_id: wanted.orgId, name: wanted.name, settings: JSON.stringify(settings), created_at: wanted.at })
    .execute()
  return { orgId: wanted.orgId, name: wanted.name, settings, createdAt: wanted.at }
}

export async function readOrganisation(tx: Tx, orgId: string): Promise<Organisation> {
  const row = await tx.selectFrom('organisation').selectAll().where('org_id', '=', orgId).executeTakeFirst()
  if (!row) throw notFound()
  return { orgId: row.org_id, name: row.name, settings: shopSettings.parse(row.settings), createdAt: row.created_at }
}

export async function createGroup(tx: Tx, wanted: NewOrganisation): Promise<Group> {
  const settings = applyPatch({}, wanted.settings ?? {})
  const groupId = newId<GroupId>(wanted.at)
  await tx
    .insertInto('shop_group')
    .values({
      org_id: wanted.orgId,
      group_id: groupId,
      name: wanted.name,
      settings: JSON.stringify(settings),
      created_at: wanted.at,
    })
    .execute()
  return { orgId: wanted.orgId, groupId, name: wanted.name, settings, createdAt: wanted.at }
}

/** All groups of an organisation, oldest first. */
export async function listGroups(tx: Tx, orgId: string): Promise<Group[]> {
  const rows = await tx.selectFrom('shop_group').selectAll().where('org_id', '=', orgId).orderBy('group_id').execute()
  return rows.map((row) => ({
    orgId: row.org_id,
    groupId: row.group_id,
    name: row.name,
    settings: shopSettings.parse(row.settings),
    createdAt: row.created_at,
  }))
}
