import { z } from 'zod'
import { product } from '../shapes.ts'
import { type AnyRecord, type Queryable, readRecord, writeRecords } from '../store/records.ts'

interface Move {
  readonly productId: string
  readonly skuId: string
  readonly by: number
}

/** Adds to or takes from the stock of articles; never below nothing. Answers the products that changed. */
export async function moveStock(
  client: Queryable,
  shopId: string,
  { at, moves }: { at: number; moves: readonly Move[] },
): Promise<AnyRecord[]> {
  const changed: AnyRecord[] = []
  for (const productId of new Set(moves.map((move) => move.productId))) {
    const found = await readRecord(client, product, { shopId, kind: 'product', id: productId })
    if (!found) continue
    const skus = found.skus.map((sku) => {
      const by = moves.filter((move) => move.skuId === sku.skuId).reduce((sum, move) => sum + move.by, 0)
      return { ...sku, stock: Math.max(0, sku.stock + by) }
    })
    changed.push({ kind: 'product', document: { ...found, skus, updatedAt: at } })
  }
  await writeRecords(client, shopId, changed)
  return changed
}

const held = z.array(z.object({ sku_id: z.string(), quantity: z.int(), product_id: z.string() }))

/** The goods put aside for an exchange: handed over when it is done, back on the shelf when it comes to nothing. */
export async function endHold(
  client: Queryable,
  shopId: string,
  end: { refundId: string; isDone: boolean; at: number },
): Promise<AnyRecord[]> {
  const { rows } = await client.query(
    `delete from hold h where h.shop_id = $1 and h.refund_id = $2 returning h.sku_id, h.quantity,
       (select r.id from record r where r.shop_id = $1 and r.kind = 'product'
          and r.document->'skus' @> jsonb_build_array(jsonb_build_object('skuId', h.sku_id))) as product_id`,
    [shopId, end.refundId],
  )
  if (end.isDone) return []
  const moves = held.parse(rows).map((row) => ({ productId: row.product_id, skuId: row.sku_id, by: row.quantity }))
  return moveStock(client, shopId, { at: end.at, moves })
}
