import { type Quoted, type TopUp, type TopUpArticle, topUps } from '../../offer/index.ts'
import type { Resolved } from '../resolved.ts'
import type { Scene } from '../scene.ts'
import { say } from '../speech.ts'
import { articleOf } from './article.ts'
import { type MoneyCase, moneyCase } from './money-case.ts'
import { listed, nameOf, rowOf, titleOfSku, yuan } from './naming.ts'
import { totalOf } from './say-quote.ts'
import { sourceOf, sourcesOfQuote } from './sources.ts'

const MOST_TRIED = 12
const MOST_SHOWN = 3

type Advice = Quoted['advice'][number]

/** `{topup.*}`: what more would reach the next step of an offer, with articles of the shop that do. */
export function topUpVariable(field: string, scene: Scene): Resolved | undefined {
  const found = moneyCase(scene)
  const next = nextStep(found)
  if (found?.quote.status !== 'quoted' || !next) return undefined
  const { quote } = found
  const row = rowOf(next.sourceId, scene)
  const sources = [sourceOf(next.sourceId, quote)]
  switch (field) {
    case 'offer':
      return { value: nameOf(row, scene), sources }
    case 'missing':
      return { value: missingText(next, scene), sources }
    case 'gain':
      return next.gainFen === null ? undefined : { value: yuan(next.gainFen), sources }
    case 'items':
      return itemsText(found, next, scene)
    default:
      return undefined
  }
}

/** The step that lacks least; one that tells its gain in fen first. */
export function nextStep(found: MoneyCase | null): Advice | null {
  if (found?.quote.status !== 'quoted') return null
  const steps = found.quote.advice.filter(({ kind }) => kind === 'next-tier')
  const [first] = steps.toSorted(
    (one, other) =>
      Number(one.gainFen === null) - Number(other.gainFen === null) ||
      (one.missingFen ?? 0) - (other.missingFen ?? 0) ||
      (one.missingQty ?? 0) - (other.missingQty ?? 0),
  )
  return first ?? null
}

function missingText({ missingFen = 0, missingQty = 0 }: Advice, scene: Scene): string {
  const variables = new Map([
    ['missing.money', yuan(missingFen)],
    ['missing.pieces', String(missingQty)],
  ])
  if (missingFen > 0 && missingQty > 0) return say('topup.both', scene, { variables })
  return say(missingQty > 0 ? 'topup.pieces' : 'topup.money', scene, { variables })
}

function itemsText(found: MoneyCase, next: Advice, scene: Scene): Resolved | undefined {
  const tops = topUps(found.question, next.sourceId, articlesNear(found, next, scene)).slice(0, MOST_SHOWN)
  if (tops.length === 0) return undefined
  const parts = tops.map((top) => itemText(top, scene))
  return { value: listed(parts, scene), sources: tops.flatMap(({ quote }) => sourcesOfQuote(quote)).slice(0, 30) }
}

function itemText({ skuId, quantity, quote }: TopUp, scene: Scene): string {
  const line = quote.lines.at(-1)
  const variables = new Map([
    ['item.title', titleOfSku(skuId, scene)],
    ['item.quantity', String(quantity)],
    ['item.price', yuan(line?.goodsFen ?? 0)],
    ['item.total', yuan(totalOf(quote))],
  ])
  return say(quantity > 1 ? 'topup.items' : 'topup.item', scene, { variables })
}

/** One article a product, those first whose price is nearest to what is missing: few are tried, and each is quoted. */
function articlesNear({ lines }: MoneyCase, { missingFen = 0 }: Advice, scene: Scene): TopUpArticle[] {
  const taken = new Set(lines.map(({ product }) => product.productId))
  return scene.context.catalogue.onShelf
    .filter(({ productId }) => !taken.has(productId))
    .flatMap((product) => {
      const sku = product.skus.find(({ stock }) => stock !== 0)
      return sku
        ? [{ article: articleOf(product, sku, scene.context), away: distance(sku.price.amount, missingFen) }]
        : []
    })
    .sort((one, other) => one.away - other.away)
    .slice(0, MOST_TRIED)
    .map(({ article }) => article)
}

/** Too little needs several pieces: one that is enough by itself is nearer. */
const distance = (price: number, missing: number): number =>
  price >= missing ? price - missing : (missing - price) * 3
