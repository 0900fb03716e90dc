import { sql } from 'kysely'
import { newId, type OrgId, type ShopId } from '../../kernel/ids.ts'
import type { Database, Tx } from '../../storage/index.ts'

/** An organisation that exists for one command: a trial must not stand in anybody's figures. */
export interface ThrowAway {
  readonly orgId: OrgId
  readonly shopId: ShopId
}

export interface Original {
  readonly orgId: string
  readonly shopId: string
  readonly groupId: string | null
}

const NAME = 'xiaoer-trial'
const ABANDONED_MS = 24 * 3_600_000

export const throwAwayAt = (at: number): ThrowAway => ({ orgId: newId<OrgId>(at), shopId: newId<ShopId>(at) })

/** What the robot reads of a shop: rows that change nothing but their organisation and shop. */
const SHOP_TABLES: Readonly<Record<string, readonly string[]>> = {
  product: ['product_id', 'title', 'category', 'on_shelf', 'document', 'updated_at', 'seen_at'],
  shop_order: ['order_id', 'customer_id', 'state', 'placed_at', 'document', 'updated_at', 'seen_at'],
  parcel: ['parcel_id', 'order_id', 'state', 'document', 'updated_at', 'seen_at'],
  refund: ['refund_id', 'order_id', 'customer_id', 'state', 'document', 'updated_at', 'seen_at'],
  coupon: ['coupon_id', 'valid_from', 'valid_to', 'document', 'updated_at', 'seen_at'],
  backend_buyer: ['customer_id', 'name', 'document', 'updated_at', 'seen_at'],
  pack_subscription: ['pack_id', 'version', 'enabled', 'disabled_scenarios', 'digests', 'subscribed_at', 'changed_at'],
}

/** Copies all that the robot knows of a shop. No back end is copied: nothing that is said here reaches the real one. */
export async function copyShop(database: Database, original: Original, to: ThrowAway & { at: number }): Promise<void> {
  await database.within([original.orgId, to.orgId], async (tx) => {
    await copyHouse(tx, original, to)
    for (const [table, columns] of Object.entries(SHOP_TABLES)) {
      const names = sql.join(columns.map((name) => sql.ref(name)))
      await sql`insert into ${sql.table(table)} (org_id, shop_id, ${names}) select ${to.orgId}::uuid, ${to.shopId}::uuid, ${names}
        from ${sql.table(table)} where org_id = ${original.orgId} and shop_id = ${original.shopId}`.execute(tx)
    }
    await copyKnowledge(tx, original, to)
    await copyOffers(tx, original, to)
  })
}

/** The shop stands in its rows as owner and in scopes. */
async function copyOffers(tx: Tx, original: Original, to: ThrowAway): Promise<void> {
  await sql`insert into offer_book (org_id, shop_id, version, stopped_at, stopped_by, stop_reason)
    select ${to.orgId}::uuid, ${to.shopId}::uuid, version, stopped_at, stopped_by, stop_reason
    from offer_book where org_id = ${original.orgId} and shop_id = ${original.shopId}`.execute(tx)
  await sql`insert into offer_entry (org_id, shop_id, offer_id, seq, recorded_at, kind, valid_from, valid_to, rule, source, changed_by, reason)
    select ${to.orgId}::uuid, ${to.shopId}::uuid, offer_id, seq, recorded_at, kind, valid_from, valid_to,
      replace(rule::text, ${original.shopId}::text, ${to.shopId}::text)::jsonb, source, changed_by, reason
    from offer_entry where org_id = ${original.orgId} and shop_id = ${original.shopId}`.execute(tx)
}

async function copyHouse(tx: Tx, original: Original, to: ThrowAway & { at: number }): Promise<void> {
  await sql`insert into organisation (org_id, name, settings, created_at)
    select ${to.orgId}::uuid, ${NAME}::text, settings, ${to.at}::bigint from organisation where org_id = ${original.orgId}`.execute(
    tx,
  )
  await sql`insert into shop_group (org_id, group_id, name, settings, created_at)
    select ${to.orgId}::uuid, group_id, name, settings, ${to.at}::bigint from shop_group
    where org_id = ${original.orgId} and group_id = ${original.groupId}`.execute(tx)
  await sql`insert into shop (org_id, shop_id, group_id, name, industry, currency, settings, robot_on, version, goods_version, created_at)
    select ${to.orgId}::uuid, ${to.shopId}::uuid, group_id, name, industry, currency, settings, true, version, goods_version, ${to.at}::bigint
    from shop where org_id = ${original.orgId} and shop_id = ${original.shopId}`.execute(tx)
}

async function copyKnowledge(tx: Tx, original: Original, to: ThrowAway): Promise<void> {
  const scopeId = sql`case scope when 'organisation' then ${to.orgId}::uuid when 'shop' then ${to.shopId}::uuid else scope_id end`
  const inScope = sql`org_id = ${original.orgId} and (scope = 'organisation' or (scope = 'group' and scope_id = ${original.groupId})
    or (scope = 'shop' and scope_id = ${original.shopId}))`
  await sql`insert into knowledge_release (org_id, scope, scope_id, release, note, summary, rolled_back_to, published_by, published_at)
    select ${to.orgId}::uuid, scope, ${scopeId}, release, note, summary, rolled_back_to, published_by, published_at
    from knowledge_release where ${inScope}`.execute(tx)
  await sql`insert into knowledge_entry (org_id, scope, scope_id, entry_id, from_release, to_release, entry)
    select ${to.orgId}::uuid, scope, ${scopeId}, entry_id, from_release, to_release, entry
    from knowledge_entry where to_release is null and ${inScope}`.execute(tx)
  await sql`insert into validity (org_id, validity_id, shop_id, name, rule, created_at)
    select ${to.orgId}::uuid, validity_id, case when shop_id is null then null else ${to.shopId}::uuid end, name, rule, created_at
    from validity where org_id = ${original.orgId} and (shop_id is null or shop_id = ${original.shopId})`.execute(tx)
}

export interface EmptyShop extends ThrowAway {
  readonly industry: string | null
  readonly at: number
}

/** A shop with nothing of its own: no products, no orders, no rules. The caller subscribes its packs. */
export async function openEmptyShop(tx: Tx, { orgId, shopId, industry, at }: EmptyShop): Promise<void> {
  await tx.insertInto('organisation').values({ org_id: orgId, name: NAME, created_at: at }).execute()
  await tx
    .insertInto('shop')
    .values({ org_id: orgId, shop_id: shopId, group_id: null, name: NAME, industry, created_at: at })
    .execute()
}

/** The channel that its buyers write on. Nobody delivers there: the command itself shows what was said. */
export async function openTrialChannel(database: Database, place: ThrowAway & { channelId: string; at: number }) {
  await database.within([place.orgId], async (tx) => {
    await tx
      .insertInto('channel_account')
      .values({
        org_id: place.orgId,
        shop_id: place.shopId,
        channel_id: place.channelId,
        kind: 'trial',
        name: NAME,
        outbound_url: null,
        created_at: place.at,
      })
      .execute()
  })
}

/** The person who took a hand-off has said his part: the robot answers this buyer again. */
export async function giveBack(database: Database, { orgId }: ThrowAway, buyerRef: string): Promise<void> {
  await database.within([orgId], (tx) =>
    tx
      .updateTable('conversation as c')
      .from('buyer as b')
      .set({ owner: 'robot' })
      .whereRef('b.org_id', '=', 'c.org_id')
      .whereRef('b.buyer_id', '=', 'c.buyer_id')
      .where('c.org_id', '=', orgId)
      .where('b.external_id', '=', buyerRef)
      .execute(),
  )
}

/** Removes the organisation with every row of it. */
export async function removeThrowAway(database: Database, orgId: string): Promise<void> {
  await database.within([orgId], async (tx) => {
    const { rows } = await sql<{ name: string }>`select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relrowsecurity and has_table_privilege(c.oid, 'delete') order by c.relname`.execute(tx)
    for (const { name } of rows) await sql`delete from ${sql.table(name)} where org_id = ${orgId}`.execute(tx)
  })
}

/** What a killed command left behind. */
export async function removeAbandoned(database: Database, at: number): Promise<void> {
  const all = await database.outside(async (tx) =>
    (await sql<{ org_id: string }>`select org_id from all_organisations()`.execute(tx)).rows.map((row) => row.org_id),
  )
  const abandoned = await database.within(all, (tx) =>
    tx
      .selectFrom('organisation')
      .select('org_id')
      .where('name', '=', NAME)
      .where('created_at', '<', at - ABANDONED_MS)
      .execute(),
  )
  for (const { org_id } of abandoned) await removeThrowAway(database, org_id)
}
