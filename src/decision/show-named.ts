import type { Act, Context, Understanding } from '../dialogue/index.ts'
import { normalise } from '../language/index.ts'
import type { Policy } from './policy.ts'

/** Scenario of the general pack that says whether a product can be had, and shows its card. */
const IN_STOCK = 'general.product.in-stock'
const MOST_OPTIONS = 5
/** Beside the name there is hardly more than "do you have". */
const LONGEST = 14

/** A product that is named and nothing sure that is asked about it: it is shown, with its price and whether it can be had. */
export const showNamed: Policy = {
  name: 'show-named',
  decide(seen, context) {
    if (normalise(seen.text).text.length > LONGEST || !context.knowledge.entry(IN_STOCK)) return null
    const { product, productRivals } = seen.focus
    // Whoever speaks of an order of it does not ask whether it can be had.
    if (seen.focus.order !== null || seen.focus.orderRivals.length > 0) return null
    if (product?.origin === 'words') return [show(product.id)]
    if (product && namesVariantOnly(seen)) return [show(product.id, seen.focus.skuId)]
    return product === null && productRivals.length > 1 ? [ask(seen, context)] : null
  },
}

/** "The large one": of the thing spoken of before, and nothing else is said. */
const namesVariantOnly = ({ text, focus, entities }: Understanding): boolean =>
  focus.skuId !== null &&
  normalise(text).text.length <= LONGEST_VARIANT &&
  entities.some(({ kind, origin }) => kind === 'option' && origin === 'words')

const LONGEST_VARIANT = 6

const show = (productId: string, skuId: string | null = null): Act => ({
  kind: 'answer',
  entryId: IN_STOCK,
  bound: { productId, skuId, orderId: null },
  assumed: null,
  why: 'names a product and asks nothing that is sure',
})

function ask({ focus, text }: Understanding, context: Context): Act {
  const options = focus.productRivals
    .slice(0, MOST_OPTIONS)
    .map((id, i) => ({ token: `p${i + 1}`, value: id, label: context.catalogue.product(id)?.title ?? id }))
  const pending = { kind: 'product', entryId: IN_STOCK, options, text } as const
  return { kind: 'ask', what: 'product', pending, why: 'the words name several products' }
}
