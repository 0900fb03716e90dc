import type { Quoted as QuotedFigure } from '../../dialogue/index.ts'
import { offerFigures } from '../../knowledge/index.ts'
import { entranceOf, type FigureRecord, type FiguresInForce, figuresInForce } from '../../offer/index.ts'
import { type CheckedFigure, checkFigures } from '../check-figures.ts'
import type { Scene } from '../scene.ts'
import { withPolicies } from '../with-policies.ts'
import { articleOf } from './article.ts'
import { buyerFacts } from './buyer-facts.ts'
import { quotedOf } from './money-case.ts'
import { totalOf } from './say-quote.ts'
import { sourceOf } from './sources.ts'

const CNY = 'CNY'

// Choosing, quoting and telling of one answer ask for the same.
const forceOf = new WeakMap<Scene, FiguresInForce>()

/** Figures that stand written in a text, against the ledger as it is for this buyer, these things and this entrance. */
export function writtenFigures(text: string, scene: Scene): readonly CheckedFigure[] {
  // The ledger counts in yuan: of other money it says nothing.
  if (scene.context.shop.currency !== CNY || offerFigures(text).length === 0) return []
  const known = forceOf.get(scene) ?? forceIn(scene)
  forceOf.set(scene, known)
  return checkFigures(text, known)
}

export const isTrueNow = (text: string, scene: Scene): boolean =>
  writtenFigures(text, scene).every(({ outcome }) => outcome !== 'differs')

/** With the records that they stand in, as figures are told. */
export const quotedFigures = (text: string, scene: Scene): QuotedFigure[] =>
  writtenFigures(text, scene).flatMap((one) =>
    one.outcome === 'agrees'
      ? [{ variable: one.says === 'price' ? 'figure.price' : 'figure.offer', value: one.text, ...one.record }]
      : [],
  )

function forceIn(scene: Scene): FiguresInForce {
  const { context, product, sku } = scene
  const articles = product && (sku ? [sku] : product.skus).map((one) => articleOf(product, one, context))
  const force = figuresInForce({
    ...{ ledger: context.offers.ledger, at: context.now, articles, buyer: buyerFacts(scene) },
    entrance: context.room && entranceOf(context.room.roomId),
  })
  const ruled = withPolicies(force, context.shop)
  return { ...ruled, find: (says, value) => ruled.find(says, value) ?? totalRecord(says, value, scene) }
}

/** What the things talked of come to, before and after reductions, is a figure of the ledger, too. */
function totalRecord(says: string, value: number, scene: Scene): FigureRecord | undefined {
  const quote = says === 'price' || says === 'sum' ? quotedOf(scene) : null
  if (!quote || ![quote.goodsFen, quote.goodsPayableFen, totalOf(quote)].includes(value)) return undefined
  const { sourceId, version, validTo } = sourceOf(quote.steps[0]?.sourceId ?? '', quote)
  return { sourceId, version, validTo }
}
