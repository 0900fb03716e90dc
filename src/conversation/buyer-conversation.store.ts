import type { Tx } from '../storage/index.ts'
import { CONVERSATION_COLUMNS, type Conversation, conversationOf } from './conversation-row.store.ts'

export interface BuyerKey {
  readonly orgId: string
  readonly channelId: string
  /** The channel's own id of the buyer. */
  readonly buyerRef: string
}

/** What a buyer has with the shop on this channel; undefined: he has not written yet. */
export async function findConversationOf(tx: Tx, key: BuyerKey): Promise<Conversation | undefined> {
  const row = await tx
    .selectFrom('buyer as b')
    .innerJoin('conversation as c', (join) =>
      join
        .onRef('c.org_id', '=', 'b.org_id')
        .onRef('c.shop_id', '=', 'b.shop_id')
        .onRef('c.channel_id', '=', 'b.channel_id')
        .onRef('c.buyer_id', '=', 'b.buyer_id'),
    )
    .select(CONVERSATION_COLUMNS)
    .where('b.org_id', '=', key.orgId)
    .where('b.channel_id', '=', key.channelId)
    .where('b.external_id', '=', key.buyerRef)
    .executeTakeFirst()
  return row && conversationOf(row)
}

/**
 * A visitor turns out to be somebody: what he said belongs to him from now on. Where that person has a talk of his own
 * already, both stay as they are: two numbered logs cannot become one.
 */
export async function adoptBuyer(
  tx: Tx,
  key: BuyerKey,
  known: { readonly buyerRef: string; readonly customerId: string; readonly name: string | null },
): Promise<boolean> {
  const isThere = await tx
    .selectFrom('buyer')
    .select('buyer_id')
    .where('org_id', '=', key.orgId)
    .where('channel_id', '=', key.channelId)
    .where('external_id', '=', known.buyerRef)
    .executeTakeFirst()
  if (isThere) return false
  const { numUpdatedRows } = await tx
    .updateTable('buyer')
    .set({
      external_id: known.buyerRef,
      customer_id: known.customerId,
      identity: 'vouched',
      ...(known.name !== null && { name: known.name }),
    })
    .where('org_id', '=', key.orgId)
    .where('channel_id', '=', key.channelId)
    .where('external_id', '=', key.buyerRef)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
