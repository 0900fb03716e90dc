import { sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import type { BuyerKey } from './buyer-conversation.store.ts'

export interface NewBuyerFile extends BuyerKey {
  readonly shopId: string
  /** Nobody guesses it: whoever knows it may look. */
  readonly fileId: string
  readonly media: string
  readonly content: Buffer
  readonly at: number
}

/** How many bytes a shop, and one buyer of it, may take in within a day. */
export interface FileAllowance {
  readonly shop: number
  readonly buyer: number
}

const DAY_MS = 86_400_000

/** False: too much for one day. Forgets what was never sent, a day after it came. */
export async function addBuyerFile(tx: Tx, file: NewBuyerFile, allowance: FileAllowance): Promise<boolean> {
  const { orgId, shopId, channelId, buyerRef, at, content } = file
  await tx
    .deleteFrom('buyer_file')
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('sent_at', 'is', null)
    .where('at', '<', at - DAY_MS)
    .execute()
  const taken = await tx
    .selectFrom('buyer_file')
    .select([
      sql<string>`coalesce(sum(size), 0)`.as('shop'),
      sql<string>`coalesce(sum(size) filter (where buyer_ref = ${buyerRef}), 0)`.as('buyer'),
    ])
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('at', '>', at - DAY_MS)
    .executeTakeFirstOrThrow()
  const size = content.length
  if (Number(taken.shop) + size > allowance.shop || Number(taken.buyer) + size > allowance.buyer) return false
  const named = { file_id: file.fileId, shop_id: shopId, channel_id: channelId, buyer_ref: buyerRef }
  await tx
    .insertInto('buyer_file')
    .values({ org_id: orgId, ...named, media: file.media, size, content, at, sent_at: null })
    .execute()
  return true
}

/** A message of his names it: it stays as long as the talk. Its media type; undefined: it is not his. */
export async function keepBuyerFile(
  tx: Tx,
  { orgId, channelId, buyerRef }: BuyerKey,
  { fileId, at }: { readonly fileId: string; readonly at: number },
): Promise<string | undefined> {
  const row = await tx
    .updateTable('buyer_file')
    .set({ sent_at: at })
    .where('org_id', '=', orgId)
    .where('channel_id', '=', channelId)
    .where('buyer_ref', '=', buyerRef)
    .where('file_id', '=', fileId)
    .returning('media')
    .executeTakeFirst()
  return row?.media
}

export const readBuyerFile = (
  tx: Tx,
  { orgId, shopId, fileId }: { readonly orgId: string; readonly shopId: string; readonly fileId: string },
): Promise<{ readonly media: string; readonly content: Buffer } | undefined> =>
  tx
    .selectFrom('buyer_file')
    .select(['media', 'content'])
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('file_id', '=', fileId)
    .executeTakeFirst()

/** All that he sent, also before the shop knew his name: what his messages name, and what is under the name he has now. */
export async function eraseBuyerFiles(tx: Tx, key: BuyerKey, conversationId: string): Promise<void> {
  await sql`delete from buyer_file f where f.org_id = ${key.orgId} and f.channel_id = ${key.channelId}
    and (f.buyer_ref = ${key.buyerRef} or f.file_id in
      (select right(m.content ->> 'url', ${FILE_ID_LENGTH}) from message m where m.org_id = ${key.orgId}
        and m.conversation_id = ${conversationId} and m.content ->> 'kind' in ('image', 'video')))`.execute(tx)
}

/** Letters of a file's id: 24 random bytes in base64url. */
export const FILE_ID_LENGTH = 32
