import { newUuid } from '../kernel/ids.ts'
import { type Posted, postMessage } from '../conversation/index.ts'
import type { Told } from '../offer/index.ts'
import type { Tx } from '../storage/index.ts'
import { holdTold } from './read-told.store.ts'
import { type CorrectionWords, sayCorrection } from './say-correction.ts'
import { createJudge, type ToldOtherwise, type ToldWanted } from './told-otherwise.ts'

/** After so long a corrected figure without an end of its own is no promise any more, like any other. */
const TOLD_MS = 24 * 3_600_000

export interface Correcting extends ToldWanted {
  readonly words: CorrectionWords
  readonly by: string
  /** How long this process has the delivery for itself. */
  readonly claimMs: number
}

/**
 * Says to one buyer what holds now, and remembers that instead, in one transaction: whoever comes second finds nothing left to
 * correct. Null: it was taken back, or told anew, in the meantime.
 */
export async function correctTold(tx: Tx, of: ToldOtherwise, correcting: Correcting): Promise<Posted | null> {
  const { shop, at, by, claimMs } = correcting
  const told = await holdTold(tx, shop, of)
  if (!told) return null
  const now = createJudge(correcting)(told)
  if (now.isTrue) return null
  const contents = [sayCorrection({ told, now }, correcting.words)]
  const { conversationId } = of
  const posted = await postMessage(tx, {
    ...{ orgId: shop.orgId, conversationId, role: 'system', author: null, contents, at, claimMs },
  })
  await remember(tx, correcting, { ...of, now })
  await tx
    .insertInto('told_correction')
    .values({
      ...{ org_id: shop.orgId, shop_id: shop.shopId, correction_id: newUuid(at), conversation_id: conversationId },
      ...{ buyer_id: of.buyerId, fact_key: of.key, told: JSON.stringify(told), version: correcting.ledger.now.version },
      ...{ now_fen: now.fen, message_id: posted.messages[0]?.id ?? '', sent_by: by, sent_at: at },
    })
    .execute()
  return posted
}

/** What was said now is what a later change may contradict. */
async function remember(tx: Tx, { shop, at }: Correcting, { buyerId, key, now }: ToldOtherwise): Promise<void> {
  const { orgId, shopId } = shop
  if (now.now === null) {
    await tx
      .deleteFrom('memory')
      .where('org_id', '=', orgId)
      .where('shop_id', '=', shopId)
      .where('buyer_id', '=', buyerId)
      .where('kind', '=', 'told')
      .where('key', '=', key)
      .execute()
    return
  }
  const value: Told = now.now
  await tx
    .updateTable('memory')
    .set({
      value: JSON.stringify(value),
      recorded_at: at,
      expires_at: Math.min(now.until ?? Number.POSITIVE_INFINITY, at + TOLD_MS),
    })
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('buyer_id', '=', buyerId)
    .where('kind', '=', 'told')
    .where('key', '=', key)
    .execute()
}
