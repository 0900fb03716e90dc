import type { Act, Quoted } from '../dialogue/index.ts'
import { isTrueNow, quotedFigures } from './money/written-figures.ts'
import { setScene } from './scene.ts'
import type { Occasion } from './speak-entry.ts'
import { type Spoken, spoken, textContent } from './spoken.ts'

const LONGEST_ID = 200
// Amounts and discounts in Chinese numerals: the ledger cannot be asked about what is not read as a figure.
const MONEY_IN_WORDS =
  /[\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u4e07\u534a]\s*[\u5143\u5757\u6298]/u

/**
 * Sentences out of documents, each with its source. Null: they say figures that the ledger refutes, or speak of money while
 * offers are stopped; then nothing of them is said.
 */
export function speakCited({ sentences }: Extract<Act, { kind: 'cite' }>, { seen, context }: Occasion): Spoken | null {
  const { product, skuId } = seen.focus
  const bound = { productId: product?.id ?? null, skuId, orderId: null }
  const measures = context.knowledge.measures(seen.text)
  const scene = setScene(context, bound, { language: seen.language, attributeId: null, measures, cart: seen.cart })
  const text = sentences.map((one) => one.text).join(seen.language === 'zh' ? '' : ' ')
  if (context.offers.isStopped && /\d/.test(text)) return null
  if (MONEY_IN_WORDS.test(text) || !isTrueNow(text, scene)) return null
  const quoted: Quoted[] = [
    ...sentences.map((one) => ({
      variable: 'document',
      value: one.source,
      sourceId: `document:${one.passageId}`.slice(0, LONGEST_ID),
      version: '1',
      validTo: null,
    })),
    ...quotedFigures(text, scene),
  ]
  return spoken({ contents: [textContent(text, quoted)], quoted, isSubstance: true })
}
