import type { Database } from '../../storage/index.ts'
import { UsageProblem } from '../usage-problem.ts'
import { type FoundShop, listAllShops } from './find-shop.store.ts'

const MOST_LISTED = 30

/** A shop by its id, its name or an unambiguous part of its name. Throws a UsageProblem that lists the shops. */
export async function findShop(database: Database, wanted: string): Promise<FoundShop> {
  const shops = await listAllShops(database)
  const exact = shops.filter(({ shopId, name }) => shopId === wanted || name === wanted)
  const [shop, second] = exact.length > 0 ? exact : shops.filter(({ name }) => name.includes(wanted))
  if (shop && !second) return shop
  const reason = second ? `several shops are called ${wanted}` : `there is no shop ${wanted}`
  throw new UsageProblem(`${reason}; ${listOf(shops)}`)
}

function listOf(shops: readonly FoundShop[]): string {
  if (shops.length === 0) return 'no shop exists yet'
  const lines = shops.slice(0, MOST_LISTED).map(({ shopId, name }) => `  ${shopId}  ${name}`)
  const more = shops.length > MOST_LISTED ? [`  and ${shops.length - MOST_LISTED} more`] : []
  return ['the shops are:', ...lines, ...more].join('\n')
}
