import type { z } from 'zod'
import { type Entry, type OfferFigure, offerFigures, type Scope } from '../knowledge/index.ts'
import { type FigureRecord, figuresInForce } from '../offer/index.ts'
import { checkFigures, withPolicies } from '../reply/index.ts'
import { readShop } from '../shop/index.ts'
import type { Tx } from '../storage/index.ts'
import type { ShopModel, ShopModels } from '../turn/index.ts'
import { pathsOf } from './offer/conflicts-now.ts'
import type { figureView } from './views/figure-views.ts'
import { isoOrNull } from './views/offer-views.ts'

type WrittenFigure = z.infer<typeof figureView>

interface Written {
  readonly scope: Scope
  readonly entry: Entry
  readonly at: number
}

export interface FigureTools {
  readonly models: Pick<ShopModels, 'get'>
  readonly read: <Value>(work: (tx: Tx) => Promise<Value>) => Promise<Value>
}

const TONGUES = ['texts', 'textsEn'] as const

/** The figures of all answers of an entry, as they stand to the ledger at this moment. */
export async function entryFigures({ scope, entry, at }: Written, tools: FigureTools): Promise<WrittenFigure[]> {
  const texts = entry.answers.flatMap(({ when, ...said }, place) =>
    TONGUES.flatMap((tongue) =>
      said[tongue].map((text, number) => ({
        ...{ path: `answers.${place}.${tongue}.${number}`, text, products: when?.products ?? null },
      })),
    ),
  )
  if (texts.every(({ text }) => offerFigures(text).length === 0)) return []
  const model = await modelOf(scope, tools)
  return texts.flatMap(({ path, text, products }) => {
    const force = model && forceIn(model, products, at)
    if (!force) return offerFigures(text).map((one) => shown(path, one, { outcome: 'unchecked' }))
    return checkFigures(text, force).map((one) => shown(path, one, one))
  })
}

/** Of one shop whose money the ledger counts. */
export async function modelOf(
  { orgId, scope, scopeId: shopId }: Pick<Scope, 'orgId' | 'scope' | 'scopeId'>,
  { models, read }: FigureTools,
) {
  if (scope !== 'shop') return null
  const { version, goodsVersion } = await read((tx) => readShop(tx, { orgId, shopId }))
  const model = await models.get({ orgId, shopId }, { version, goodsVersion })
  return model.view.currency === 'CNY' ? model : null
}

export function forceIn({ catalogue, offers, view }: ShopModel, products: readonly string[] | null, at: number) {
  const articles = products?.flatMap((id) => {
    const product = catalogue.product(id)
    const categoryIds = pathsOf(product?.category ?? '')
    const { shopId } = view
    return (product?.skus ?? []).map(({ skuId }) => ({ skuId, productId: id, shopId, categoryIds }))
  })
  const force = figuresInForce({ ledger: offers.ledger, at, articles: articles ?? null, buyer: {} })
  return withPolicies(force, view)
}

type Outcome =
  | { readonly outcome: 'agrees'; readonly record: FigureRecord }
  | { readonly outcome: 'differs' | 'unknown' | 'unchecked' }

export function shown(path: string, { text, says }: OfferFigure, found: Outcome): WrittenFigure {
  const { validTo, ...record } = found.outcome === 'agrees' ? found.record : { validTo: null }
  return {
    ...{ path, text, says, outcome: found.outcome },
    record: 'sourceId' in record ? { ...record, validTo: isoOrNull(validTo) } : null,
  }
}
