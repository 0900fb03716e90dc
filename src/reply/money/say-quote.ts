import type { Quoted, Step } from '../../offer/index.ts'
import type { Resolved } from '../resolved.ts'
import { sayTime } from '../say-time.ts'
import type { Scene } from '../scene.ts'
import { say } from '../speech.ts'
import { type MoneyCase, moneyCase } from './money-case.ts'
import { listed, nameOf, nameOfStep, optionOf, titleOfSku, yuan } from './naming.ts'
import { sourceOf, sourcesOfQuote } from './sources.ts'

/** `{quote.*}`: what the things talked of cost in all, each figure with the rows that made it. */
export function quoteVariable(field: string, scene: Scene): Resolved | undefined {
  const found = moneyCase(scene)
  if (!found || found.quote.status !== 'quoted') return undefined
  const { quote } = found
  switch (field) {
    case 'total':
      return sourced(yuan(totalOf(quote)), quote)
    case 'now':
      return found.held.status === 'quoted' ? sourced(yuan(totalOf(found.held)), found.held) : undefined
    case 'goods':
      return sourced(yuan(quote.goodsFen), quote, layers(quote, 1, 1))
    case 'saved':
      return quote.reductionFen > 0 ? sourced(yuan(quote.reductionFen), quote, layers(quote, 2, 8)) : undefined
    case 'lines':
      return sourced(linesText(found, quote, scene), quote, layers(quote, 1, 1))
    case 'steps':
      return stepsText(quote, scene)
    case 'claims':
      return claimsText(found, quote, scene)
    case 'until':
      return quote.validTo === null ? undefined : sourced(sayTime(Date.parse(quote.validTo), scene), quote)
    default:
      return undefined
  }
}

/** All that is paid; without the fee where it is not known, and then the answer says so. */
export const totalOf = ({ payableFen, goodsPayableFen, insuranceFen }: Quoted): number =>
  payableFen ?? goodsPayableFen + insuranceFen

const layers = ({ steps }: Quoted, from: number, to: number): Step[] =>
  steps.filter(({ layer }) => layer >= from && layer <= to)

const sourced = (value: string, quote: Quoted, steps: readonly Step[] = quote.steps): Resolved => ({
  value,
  sources: sourcesOfQuote(quote, steps),
})

function linesText({ lines }: MoneyCase, quote: Quoted, scene: Scene): string {
  return listed(
    lines.map((line) => {
      const pieces = quote.steps.filter(({ layer, lineId }) => layer === 1 && lineId === line.lineId)
      const variables = new Map([
        ['line.title', line.product.title],
        ['line.option', optionOf(line)],
        ['line.pieces', pieces.map((step) => pieceText(step, scene)).join(' + ')],
      ])
      return say('quote.line', scene, { variables })
    }),
    scene,
  )
}

function pieceText({ quantity = 0, unitFen = 0 }: Step, scene: Scene): string {
  const variables = new Map([
    ['piece.price', yuan(unitFen)],
    ['piece.quantity', String(quantity)],
  ])
  return say('quote.piece', scene, { variables })
}

/** Reductions, gifts, fees: one after the other as the checkout takes them. Undefined: nothing of the kind. */
function stepsText(quote: Quoted, scene: Scene): Resolved | undefined {
  const steps = layers(quote, 2, 9)
  const parts = steps.flatMap((step) => stepText(step, scene) ?? [])
  return parts.length > 0 ? sourced(parts.join(say('clause.separator', scene)), quote, steps) : undefined
}

function stepText(step: Step, scene: Scene): string | null {
  const { reductionFen, nominalFen = 0, skuId, quantity = 0, feeFen, kind } = step
  const variables = new Map([['offer.title', nameOfStep(step, scene)]])
  if (reductionFen !== undefined) {
    if (reductionFen === 0) return null
    variables.set('offer.amount', yuan(reductionFen)).set('offer.nominal', yuan(nominalFen))
    return say(nominalFen > reductionFen ? 'quote.capped' : 'quote.off', scene, { variables })
  }
  if (skuId !== undefined) {
    if (quantity === 0) return null
    variables.set('gift.title', titleOfSku(skuId, scene)).set('gift.quantity', String(quantity))
    return say('quote.gift', scene, { variables })
  }
  if (feeFen === undefined || feeFen === null) return null
  if (kind !== 'shipping-fee') return feeFen === 0 ? null : feeText('quote.insurance', feeFen, scene)
  return feeFen === 0 ? say('quote.free', scene) : feeText('quote.freight', feeFen, scene)
}

const feeText = (key: 'quote.insurance' | 'quote.freight', fen: number, scene: Scene): string =>
  say(key, scene, { variables: new Map([['fee', yuan(fen)]]) })

/** Coupons that he must take first for this figure, and what each takes off here. */
function claimsText({ claims }: MoneyCase, quote: Quoted, scene: Scene): Resolved | undefined {
  if (claims.length === 0) return undefined
  return {
    value: listed(
      claims.map((row) => nameOf(row, scene)),
      scene,
    ),
    sources: claims.map(({ id }) => sourceOf(id, quote)),
  }
}
