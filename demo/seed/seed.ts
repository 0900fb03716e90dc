import { createHash } from 'node:crypto'
import type { Catalogue, ShopListing } from '../catalogue.ts'
import { writeCourses } from '../store/courses.ts'
import type { DemoDatabase } from '../store/open.ts'
import { type AnyRecord, type Queryable, writeRecords } from '../store/records.ts'
import { makeBuyers } from './make-buyers.ts'
import { makeCoupons } from './make-coupons.ts'
import { makeOrders } from './make-orders.ts'
import { makePeople, type Person } from './make-people.ts'
import { makeProducts } from './make-products.ts'

export interface Origin {
  readonly seed: string
  /** When the shops opened their doors to the demo: everything lies before it. */
  readonly now: number
}

/** Fills an empty database; everything follows from seed and instant. */
export async function seedDemo(database: DemoDatabase, catalogue: Catalogue, origin: Origin): Promise<void> {
  const people = makePeople(catalogue, origin.seed)
  await database.transaction(async (client) => {
    for (const shop of catalogue.shops) await seedShop(client, { shop, people, catalogue, origin })
    await client.query(`insert into state (key, value) values ('origin', $1)`, [JSON.stringify(origin)])
  })
}

interface ShopSeed {
  readonly shop: ShopListing
  readonly people: readonly Person[]
  readonly catalogue: Catalogue
  readonly origin: Origin
}

async function seedShop(client: Queryable, { shop, people, catalogue, origin }: ShopSeed): Promise<void> {
  const products = makeProducts(shop, origin.seed, origin.now)
  const courses = makeOrders({ shop, products, people, catalogue, ...origin })
  const { products: _listed, sizeTables: _tables, ...document } = shop
  const insert = 'insert into shop (shop_id, api_key, document) values ($1, $2, $3)'
  await client.query(insert, [shop.id, apiKeyOf(shop.id, origin.seed), JSON.stringify(document)])
  const records: AnyRecord[] = [
    ...products.map((product) => ({ kind: 'product', document: product }) as const),
    ...makeCoupons(shop, products, origin).map((coupon) => ({ kind: 'coupon', document: coupon }) as const),
    ...makeBuyers(shop.id, people, { courses, now: origin.now }).map(
      (buyer) => ({ kind: 'buyer', document: buyer }) as const,
    ),
    ...courses.map((course) => ({ kind: 'order', document: course.order }) as const),
    ...courses.flatMap((course) => course.parcels).map((parcel) => ({ kind: 'parcel', document: parcel }) as const),
    ...courses.flatMap((course) => course.refunds).map((refund) => ({ kind: 'refund', document: refund }) as const),
  ]
  await writeRecords(client, shop.id, records)
  await writeCourses(client, shop.id, courses)
}

const apiKeyOf = (shopId: string, seed: string): string =>
  `demo_${createHash('sha256').update(`${seed} key ${shopId}`).digest('hex').slice(0, 32)}`
