import { XiaoerError } from '../../kernel/errors.ts'
import { type CartLine, type LedgerRef, type OfferLedgers, quote } from '../../offer/index.ts'
import { readProducts } from '../../shop/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import { pathsOf } from '../offer/conflicts-now.ts'
import type { Route } from '../route.ts'
import { type QuoteBody, quoteBody, quoteView, showQuote } from '../views/quote-views.ts'
import { shopParams } from '../views/shop-views.ts'

export interface QuoteDeps {
  readonly ledgers: Pick<OfferLedgers, 'get'>
}

/** What a cart costs, with every step: the same pure function that the robot's answers come from. */
export const offerQuoteRoutes = ({ ledgers }: QuoteDeps): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops/:shopId/offers/quote',
    name: 'quoteCart',
    idempotency: 'own',
    summary:
      'What a cart costs this buyer at an instant, with every step, its offer and version; `refused` where there is no sure figure. Stores nothing',
    tag: 'Offers',
    access: 'offers:read',
    params: shopParams,
    body: quoteBody,
    example: { cart: { lines: [{ skuId: 's-1', quantity: 2 }] }, at: '2026-11-11T12:00:00Z' },
    responses: { 200: quoteView },
    handler: async ({ params, body, orgId, at, read }) => {
      const shop = { ...params, orgId }
      const { ledger } = await ledgers.get(shop)
      const lines = await read((tx) => linesOf(tx, shop, body))
      const knownAt = instantOf(body.knownAt)
      const answer = quote({
        ledger,
        cart: { ...body.cart, lines },
        buyer: body.buyer,
        at: instantOf(body.at) ?? at,
        knownAt,
      })
      return { status: 200, body: showQuote(answer, ledger, knownAt) }
    },
  }),
]

const instantOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text))

/** What the caller leaves out of a line, the shop's goods know. Throws `unprocessable` for a SKU that they do not have. */
async function linesOf(tx: Tx, shop: LedgerRef, { cart, entrance }: QuoteBody): Promise<CartLine[]> {
  const isWhole = cart.lines.every(({ productId }) => productId !== undefined)
  const goods = new Map(isWhole ? [] : await goodsOf(tx, shop))
  return cart.lines.map((line, place) => {
    const known = goods.get(line.skuId)
    const productId = line.productId ?? known?.productId
    if (productId === undefined) throw unknownSku(place)
    return {
      lineId: line.lineId ?? `l${place + 1}`,
      skuId: line.skuId,
      productId,
      shopId: shop.shopId,
      categoryIds: line.categoryIds ?? known?.categoryIds ?? [],
      quantity: line.quantity,
      weightGram: line.weightGram,
      stock: line.stock ?? known?.stock ?? undefined,
      entrance: line.entrance ?? entrance,
    }
  })
}

const unknownSku = (place: number): XiaoerError =>
  new XiaoerError({
    code: 'unprocessable',
    field: `cart.lines.${place}.skuId`,
    message: 'The shop has no such SKU; give its productId to quote it all the same.',
  })

interface Article {
  readonly productId: string
  readonly categoryIds: readonly string[]
  readonly stock: number | null
}

async function goodsOf(tx: Tx, shop: LedgerRef): Promise<[string, Article][]> {
  const products = await readProducts(tx, shop)
  return products.flatMap(({ item: { productId, category, skus } }) =>
    skus.map(({ skuId, stock }): [string, Article] => [skuId, { productId, categoryIds: pathsOf(category), stock }]),
  )
}
