import type pg from 'pg'
import { z } from 'zod'
import { buyer, coupon, order, parcel, product, refund } from '../shapes.ts'

export const KINDS = ['product', 'order', 'parcel', 'refund', 'coupon', 'buyer'] as const
export type Kind = (typeof KINDS)[number]

export const SCHEMAS = { product, order, parcel, refund, coupon, buyer } as const
export type DocumentOf<K extends Kind> = z.infer<(typeof SCHEMAS)[K]>

/** Anything with a `query`: the pool, or a client in its transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>

export type AnyRecord = { [K in Kind]: { readonly kind: K; readonly document: DocumentOf<K> } }[Kind]

interface Keys {
  readonly id: string
  readonly orderId: string | null
  readonly customerId: string | null
}

export function keysOf(record: AnyRecord): Keys {
  switch (record.kind) {
    case 'product':
      return { id: record.document.productId, orderId: null, customerId: null }
    case 'order':
      return { id: record.document.orderId, orderId: null, customerId: record.document.customerId }
    case 'parcel':
      return { id: record.document.parcelId, orderId: record.document.orderId, customerId: null }
    case 'refund':
      return { id: record.document.refundId, orderId: record.document.orderId, customerId: record.document.customerId }
    case 'coupon':
      return { id: record.document.couponId, orderId: null, customerId: null }
    case 'buyer':
      return { id: record.document.customerId, orderId: null, customerId: null }
  }
}

export async function writeRecords(database: Queryable, shopId: string, records: readonly AnyRecord[]): Promise<void> {
  const keys = records.map(keysOf)
  await database.query(
    `insert into record (shop_id, kind, id, order_id, customer_id, document, updated_at)
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::bigint[])
     on conflict (shop_id, kind, id) do update set document = excluded.document, updated_at = excluded.updated_at`,
    [
      shopId,
      records.map((record) => record.kind),
      keys.map((key) => key.id),
      keys.map((key) => key.orderId),
      keys.map((key) => key.customerId),
      records.map((record) => JSON.stringify(record.document)),
      records.map((record) => record.document.updatedAt),
    ],
  )
}

const rows = z.array(z.object({ document: z.unknown() }))

const documentsIn = <Document>(schema: z.ZodType<Document>, found: unknown): Document[] =>
  rows.parse(found).map((row) => schema.parse(row.document))

export async function readRecord<Document>(
  database: Queryable,
  schema: z.ZodType<Document>,
  { shopId, kind, id }: { shopId: string; kind: Kind; id: string },
): Promise<Document | null> {
  const found = await database.query('select document from record where shop_id = $1 and kind = $2 and id = $3', [
    shopId,
    kind,
    id,
  ])
  return documentsIn(schema, found.rows)[0] ?? null
}

export async function readOfOrder<Document>(
  database: Queryable,
  schema: z.ZodType<Document>,
  { shopId, kind, orderId }: { shopId: string; kind: Kind; orderId: string },
): Promise<Document[]> {
  const found = await database.query(
    'select document from record where shop_id = $1 and kind = $2 and order_id = $3 order by id',
    [shopId, kind, orderId],
  )
  return documentsIn(schema, found.rows)
}

export interface RecordPage {
  readonly shopId: string
  readonly kind: Kind
  readonly updatedSince: number
  readonly cursor: { readonly updatedAt: number; readonly id: string } | null
  readonly customerId: string | null
  readonly orderId: string | null
  readonly limit: number
}

/** Oldest change first; one more than asked for tells whether there is a next page. */
export async function readPage<Document>(
  database: Queryable,
  schema: z.ZodType<Document>,
  page: RecordPage,
): Promise<Document[]> {
  const found = await database.query(
    `select document from record where shop_id = $1 and kind = $2 and updated_at >= $3 and ($4::bigint is null or (updated_at, id) > ($4, $5))
       and ($6::text is null or customer_id = $6) and ($7::text is null or order_id = $7)
     order by updated_at, id limit $8`,
    [
      page.shopId,
      page.kind,
      page.updatedSince,
      page.cursor?.updatedAt ?? null,
      page.cursor?.id ?? null,
      page.customerId,
      page.orderId,
      page.limit + 1,
    ],
  )
  return documentsIn(schema, found.rows)
}
