import type { TalkedLine } from '../../dialogue/index.ts'
import { type LedgerRow, type Question, type Quote, type Quoted, quote } from '../../offer/index.ts'
import type { Product, Sku } from '../../shop/index.ts'
import type { Scene } from '../scene.ts'
import { articleOf, lineOf } from './article.ts'
import { buyerFacts } from './buyer-facts.ts'
import { openClaims } from './open-claims.ts'
import { priceNow } from './price-now.ts'

export interface CaseLine {
  readonly lineId: string
  readonly product: Product
  readonly sku: Sku
  readonly quantity: number
  /** No option was named, and options differ in price: this figure is of the one named here. */
  readonly isOptionOpen: boolean
}

/** A checkout that is talked of: as the buyer would pay it now, and after taking what is there to be claimed. */
export interface MoneyCase {
  readonly lines: readonly CaseLine[]
  /** With what he holds and could claim. */
  readonly question: Question
  readonly quote: Quote
  /** With what he holds alone. */
  readonly held: Quote
  /** What he must claim first for `quote`. */
  readonly claims: readonly LedgerRow[]
}

// Facts, words and cards of one answer ask for the same.
const known = new WeakMap<Scene, MoneyCase | null>()

/** Null: nothing is known to be bought, or answers about offers are stopped. */
export function moneyCase(scene: Scene): MoneyCase | null {
  const before = known.get(scene)
  if (before !== undefined) return before
  const found = scene.context.offers.isStopped ? null : open(scene)
  known.set(scene, found)
  return found
}

export const quotedOf = (scene: Scene): Quoted | null => {
  const found = moneyCase(scene)?.quote
  return found?.status === 'quoted' ? found : null
}

function open(scene: Scene): MoneyCase | null {
  const { context } = scene
  const lines = linesOf(scene)
  if (lines.length === 0) return null
  const cartLines = lines.map(({ lineId, product, sku, quantity }) =>
    lineOf(articleOf(product, sku, context), lineId, quantity),
  )
  const buyer = buyerFacts(scene)
  const asked = { ledger: context.offers.ledger, cart: { lines: cartLines }, at: context.now }
  const held = quote({ ...asked, buyer })
  const open = openClaims(scene)
  const claimed = open.map(({ id }) => ({ entryId: id }))
  const question = { ...asked, buyer: { ...buyer, holds: [...(buyer.holds ?? []), ...claimed] } }
  const best = open.length === 0 ? held : quote(question)
  if (best.status !== 'quoted') return { lines, question: { ...asked, buyer }, quote: held, held, claims: [] }
  const chosen = new Set(best.chosen)
  return { lines, question, quote: best, held, claims: open.filter(({ id }) => chosen.has(id)) }
}

/** What was put together in words, else the product spoken of, one piece of it. */
function linesOf(scene: Scene): CaseLine[] {
  const spoken: readonly TalkedLine[] =
    scene.cart && scene.cart.lines.length > 0
      ? scene.cart.lines
      : scene.product
        ? [{ productId: scene.product.productId, skuId: scene.sku?.skuId ?? null, quantity: 1 }]
        : []
  const lines: CaseLine[] = []
  for (const { productId, skuId, quantity } of spoken) {
    const product = scene.product?.productId === productId ? scene.product : scene.context.catalogue.product(productId)
    if (!product?.onShelf) continue
    const { sku, isOptionOpen } = skuOf(product, skuId, scene)
    if (!sku) continue
    const at = lines.findIndex((line) => line.sku.skuId === sku.skuId)
    const there = lines[at]
    if (there) lines[at] = { ...there, quantity: there.quantity + quantity }
    else lines.push({ lineId: `l${lines.length + 1}`, product, sku, quantity, isOptionOpen })
  }
  return lines
}

/** Without an option the cheapest that is there stands for all, and the answer says which it is. */
function skuOf(product: Product, skuId: string | null, scene: Scene): { sku: Sku | undefined; isOptionOpen: boolean } {
  const named = product.skus.find((sku) => sku.skuId === skuId)
  if (named) return { sku: named, isOptionOpen: false }
  const there = product.skus.filter(({ stock }) => stock !== 0)
  const open = there.length > 0 ? there : product.skus
  const priced = open.map((sku) => ({ sku, fen: fenOf(product, sku, scene) }))
  const [first, ...rest] = priced
  if (!first) return { sku: undefined, isOptionOpen: false }
  const cheapest = rest.reduce((low, one) => (one.fen < low.fen ? one : low), first)
  return { sku: cheapest.sku, isOptionOpen: priced.some(({ fen }) => fen !== cheapest.fen) }
}

function fenOf(product: Product, sku: Sku, scene: Scene): number {
  const price = priceNow(product, sku, scene)
  return price?.status === 'priced' ? price.unitFen : Number.MAX_SAFE_INTEGER
}
