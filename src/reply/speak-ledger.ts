import { formatMoney } from '../kernel/money.ts'
import type { Answer } from '../knowledge/index.ts'
import { cardsFor } from './cards.ts'
import { pricedNow } from './money/price-text.ts'
import { tellMoney } from './money/tell-money.ts'
import { writtenFigures } from './money/written-figures.ts'
import type { Scene } from './scene.ts'
import { say } from './speech.ts'
import { type Spoken, spoken, textContent } from './spoken.ts'

const CARDS: Answer['cards'] = ['product']
const OF_PRICE = new Set(['price', 'was', 'sum'])

/**
 * In place of texts whose figures the ledger refutes: what the thing talked of costs by the ledger; where it is no price, or
 * nothing is talked of, no figure and a person.
 */
export function speakLedger(refuted: readonly string[], scene: Scene, turnId: string): Spoken {
  const { product, sku } = scene
  const differing = refuted
    .flatMap((text) => writtenFigures(text, scene))
    .filter(({ outcome }) => outcome === 'differs')
  const isOfPrice = differing.every(({ says }) => OF_PRICE.has(says))
  const priced = isOfPrice && product && pricedNow(product, sku, scene)
  if (!priced) return spoken({ contents: [textContent(say('figure.unsure', scene))], handOff: 'answer' })
  const { low, high, source, highSource } = priced
  const isRange = high.amount > low.amount
  const quoted = [
    { variable: 'product.price', value: formatMoney(low), ...source },
    ...(isRange ? [{ variable: 'product.priceTo', value: formatMoney(high), ...highSource }] : []),
  ]
  const { told, notes } = tellMoney(scene, { quoted, cards: CARDS, turnId })
  const variables = new Map([
    ['product.title', product.title],
    ['product.price', formatMoney(low)],
    ['product.priceTo', formatMoney(high)],
  ])
  const text = [...notes, say(isRange ? 'figure.range' : 'figure.price', scene, { variables })].join('')
  const contents = [textContent(text, quoted), ...cardsFor(CARDS, scene)]
  return spoken({ contents, quoted, remember: told, isSubstance: true })
}
