import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const words = z.array(z.string().min(1)).min(1)

const listedProduct = z.strictObject({
  title: z.string().min(8).max(60),
  category: z.string().min(1),
  shape: z.string().min(1),
  /** Yuan, as on the price tag. */
  price: z.number().positive(),
  attributes: z.record(z.string(), z.string()),
  options: z.record(z.string(), words),
  /** Option value → price in yuan, where it differs. */
  prices: z.record(z.string(), z.number().positive()).optional(),
  sizes: z.string().optional(),
  /** Option values joined by `/`; a single value sells out every SKU with it. */
  soldOut: z.array(z.string()).optional(),
  offShelf: z.literal(true).optional(),
})
export type ListedProduct = z.infer<typeof listedProduct>

const listing = z.strictObject({
  sizeTables: z.record(z.string(), z.array(z.array(z.string()))).optional(),
  products: z.array(listedProduct).min(1),
})

const listedCoupon = z.strictObject({
  title: z.string(),
  offFen: z.int().positive(),
  thresholdFen: z.int().positive().nullable(),
  /** Days from now; negative lies in the past. */
  fromDays: z.number(),
  toDays: z.number(),
  claimable: z.boolean(),
  left: z.int().min(0).nullable(),
  /** Products whose title contains this; absent = the whole shop. */
  titles: z.string().optional(),
  /** Only for who comes from this live room. */
  room: z.string().optional(),
})

const listedShop = z.strictObject({
  id: z.string(),
  name: z.string(),
  group: z.string(),
  industry: z.string(),
  slogan: z.string(),
  from: z.strictObject({ province: z.string(), city: z.string() }),
  couriers: z.array(z.strictObject({ name: z.string(), prefix: z.string() })).min(1),
  dispatchHours: z.int().positive(),
  freeShippingFen: z.int().min(0),
  freightFen: z.int().min(0),
  returnDays: z.int().min(0),
  priceProtectionDays: z.int().min(0),
  compensationLimitFen: z.int().min(0),
  nonReturnableCategories: z.array(z.string()),
  ordersPerDay: z.number().positive(),
  colours: words,
  coupons: z.array(listedCoupon),
})
export type ListedShop = z.infer<typeof listedShop>

const people = z.strictObject({
  surnames: words,
  givenNames: words,
  nicknames: words,
  memberLevels: words,
  tags: words,
  notes: words,
  /** How a house is written: street, number, building, unit, room in braces. */
  houseForm: z.string(),
  cities: z
    .array(
      z.strictObject({
        province: z.string(),
        city: z.string(),
        districts: words,
        streets: words,
        hub: z.string(),
        region: z.string(),
      }),
    )
    .min(1),
  regionHubs: z.record(z.string(), z.string()),
  traces: z.strictObject({
    picked: words,
    left: words,
    arrived: words,
    delivering: words,
    delivered: words,
    lost: words,
  }),
  refundReasons: z.strictObject({ unshipped: words, returned: words, exchanged: words, lost: words }),
})
export type People = z.infer<typeof people>

export interface ShopListing extends ListedShop {
  readonly products: readonly ListedProduct[]
  readonly sizeTables: Readonly<Record<string, readonly (readonly string[])[]>>
}

export interface Catalogue {
  readonly shops: readonly ShopListing[]
  readonly people: People
}

const FOLDER = join(import.meta.dirname, 'catalogue')

/** Throws, naming the file, when something hand-written is not valid. */
export async function readCatalogue(): Promise<Catalogue> {
  const shops = await readJson('shops.json', z.array(listedShop))
  const listings = await Promise.all(
    shops.map(async (shop) => {
      const { products, sizeTables } = await readJson(`${shop.industry}.json`, listing)
      return { ...shop, products, sizeTables: sizeTables ?? {} }
    }),
  )
  return { shops: listings, people: await readJson('people.json', people) }
}

async function readJson<Value>(file: string, schema: z.ZodType<Value>): Promise<Value> {
  const parsed = schema.safeParse(JSON.parse(await readFile(join(FOLDER, file), 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(`demo/catalogue/${file}: ${z.prettifyError(parsed.error)}`)
}
