import type { Updateable } from 'kysely'
import { z } from 'zod'
import type { ChannelAccount } from '../message/index.ts'
import type { Database, Tables, Tx } from '../storage/index.ts'

/** What an account may set; quiet time absent = the shop's. */
export const channelSettings = z.object({
  quietMs: z.int().min(0).max(30_000).optional(),
  /** Of a chat window: the pages that may show it (`https://shop.example`). Absent or empty: any. */
  origins: z
    .array(z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'Give an origin: https://shop.example'))
    .max(50)
    .optional(),
})
export type ChannelSettings = z.infer<typeof channelSettings>

/** An account as its owner sees and changes it. */
export interface StoredChannelAccount extends ChannelAccount {
  readonly settings: ChannelSettings
  readonly enabled: boolean
  readonly createdAt: number
}

const COLUMNS = [
  'org_id',
  'shop_id',
  'channel_id',
  'kind',
  'name',
  'secrets',
  'outbound_url',
  'settings',
  'enabled',
  'version',
  'created_at',
] as const
type Row = Pick<
  Tables['channel_account'],
  'org_id' | 'shop_id' | 'channel_id' | 'kind' | 'name' | 'outbound_url' | 'created_at'
> & {
  readonly secrets: string[]
  readonly settings: unknown
  readonly enabled: boolean
  readonly version: number
}

function accountOf(row: Row): StoredChannelAccount {
  const settings = channelSettings.catch({}).parse(row.settings)
  return {
    orgId: row.org_id,
    shopId: row.shop_id,
    channelId: row.channel_id,
    kind: row.kind,
    name: row.name,
    secrets: row.secrets,
    outboundUrl: row.outbound_url,
    quietMs: settings.quietMs ?? null,
    version: row.version,
    settings,
    enabled: row.enabled,
    createdAt: row.created_at,
  }
}

export interface NewChannelAccount {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly kind: string
  readonly name: string
  readonly secrets: readonly string[]
  readonly outboundUrl: string | null
  readonly settings?: ChannelSettings
  readonly at: number
}

/** One account of a shop on a platform, and the line before the tenant wall by which its address is found. */
export async function createChannelAccount(tx: Tx, account: NewChannelAccount): Promise<StoredChannelAccount> {
  const row = await tx
    .insertInto('channel_account')
    .values({
      org_id: account.orgId,
      shop_id: account.shopId,
      channel_id: account.channelId,
      kind: account.kind,
      name: account.name,
      secrets: [...account.secrets],
      outbound_url: account.outboundUrl,
      settings: JSON.stringify(account.settings ?? {}),
      created_at: account.at,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('channel_owner')
    .values({ channel_id: account.channelId, org_id: account.orgId, shop_id: account.shopId })
    .execute()
  return accountOf(row)
}

/** Accounts of these shops (null = all of the organisation), oldest first. */
export async function listChannelAccounts(
  tx: Tx,
  query: { readonly orgId: string; readonly shopIds: readonly string[] | null },
): Promise<readonly StoredChannelAccount[]> {
  let rows = tx.selectFrom('channel_account').select(COLUMNS).where('org_id', '=', query.orgId)
  if (query.shopIds) rows = rows.where('shop_id', 'in', [...query.shopIds])
  return (await rows.orderBy('channel_id').execute()).map(accountOf)
}

export async function findChannelAccount(
  tx: Tx,
  orgId: string,
  channelId: string,
): Promise<StoredChannelAccount | undefined> {
  const row = await tx
    .selectFrom('channel_account')
    .select(COLUMNS)
    .where('org_id', '=', orgId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return row && accountOf(row)
}

export interface ChannelAccountChange {
  readonly name?: string | undefined
  readonly outboundUrl?: string | null | undefined
  readonly settings?: ChannelSettings | undefined
  readonly enabled?: boolean | undefined
}

/** Every change raises `version`, by which caches know that theirs is old. Undefined: no such account. */
export async function changeChannelAccount(
  tx: Tx,
  which: { readonly orgId: string; readonly channelId: string },
  change: ChannelAccountChange,
): Promise<StoredChannelAccount | undefined> {
  return update(tx, which, {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.outboundUrl === undefined ? {} : { outbound_url: change.outboundUrl }),
    ...(change.settings === undefined ? {} : { settings: JSON.stringify(change.settings) }),
    ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
  })
}

/** The new secret goes first; the one before it stays valid until the next change, or until `dropOldSecret`. */
export async function rotateChannelSecret(
  tx: Tx,
  which: { readonly orgId: string; readonly channelId: string },
  secret: string,
): Promise<StoredChannelAccount | undefined> {
  const account = await findChannelAccount(tx, which.orgId, which.channelId)
  return account && update(tx, which, { secrets: [secret, ...account.secrets.slice(0, 1)] })
}

export async function dropOldSecret(
  tx: Tx,
  which: { readonly orgId: string; readonly channelId: string },
): Promise<StoredChannelAccount | undefined> {
  const account = await findChannelAccount(tx, which.orgId, which.channelId)
  return account && update(tx, which, { secrets: account.secrets.slice(0, 1) })
}

async function update(
  tx: Tx,
  which: { readonly orgId: string; readonly channelId: string },
  set: Updateable<Tables['channel_account']>,
): Promise<StoredChannelAccount | undefined> {
  const row = await tx
    .updateTable('channel_account')
    .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
    .where('org_id', '=', which.orgId)
    .where('channel_id', '=', which.channelId)
    .returning(COLUMNS)
    .executeTakeFirst()
  return row && accountOf(row)
}

/** Finds an account by the id in its address, before any tenant is known. Undefined: no such account. */
export async function loadChannelAccount(
  database: Database,
  channelId: string,
): Promise<StoredChannelAccount | undefined> {
  const owner = await database.outside((tx) =>
    tx.selectFrom('channel_owner').select('org_id').where('channel_id', '=', channelId).executeTakeFirst(),
  )
  return owner && database.within([owner.org_id], (tx) => findChannelAccount(tx, owner.org_id, channelId))
}
