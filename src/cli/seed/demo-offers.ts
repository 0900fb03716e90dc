import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const listedOffer = z.strictObject({
  id: z.string(),
  /** Of products whose title contains this; absent = of the whole shop. */
  titles: z.string().optional(),
  /** Days from the first start; absent = without an end. */
  toDays: z.number().positive().optional(),
  rule: z.record(z.string(), z.unknown()),
})
export type ListedOffer = z.infer<typeof listedOffer>

const ofTitle = { titles: z.string(), title: z.string() }
const listedRoom = z.strictObject({
  id: z.string(),
  title: z.string(),
  host: z.string(),
  /** Products in the order in which they are shown, each by a part of its title; the first is on air. */
  goods: z.array(z.string()).min(1),
  promises: z.array(z.string()),
  prices: z.array(z.strictObject({ ...ofTitle, priceFen: z.int().positive() })),
  coupons: z.array(z.strictObject({ ...ofTitle, offFen: z.int().positive(), stock: z.int().positive() })),
})
export type ListedRoom = z.infer<typeof listedRoom>

const listing = z.record(z.string(), z.strictObject({ offers: z.array(listedOffer), room: listedRoom.optional() }))
export type DemoOffers = z.infer<typeof listing>

/** What the demo merchant wrote into its ledger by hand, and its show, by the demo server's id of the shop. */
export async function readDemoOffers(rootDir: string): Promise<DemoOffers> {
  return listing.parse(JSON.parse(await readFile(join(rootDir, 'demo', 'catalogue', 'offers.json'), 'utf8')))
}
