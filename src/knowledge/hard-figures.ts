/** A figure that somebody wrote into a text: `value` in fen for money, in 1/10,000 paid for a rate. */
export interface HardFigure {
  readonly kind: 'money' | 'rate' | 'term'
  /** How it is written: from an amount on, an amount off, tenths that are paid; else bare. */
  readonly role: 'bare' | 'threshold' | 'off' | 'fold'
  readonly value: number
  readonly text: string
  /** Where it stands. */
  readonly at: number
}

const NUMBER = String.raw`\d+(?:,\d{3})*(?:\.\d+)?`
// Counting words: so many pieces, years or days are no money.
const NO_COUNT = String.raw`(?![\d.,]*\d|\s*[\u4ef6\u4e2a\u53cc\u4efd\u76d2\u74f6\u652f\u53ea\u5305\u7f50\u888b\u6761\u5957\u5929\u6708\u5c81\u5e74\u5468\u6298\u65a4\u516c\u7801\u5398%])`
// Yuan signs before, words for yuan and kuai after, the two forms of "N off from M", and a bare number right after "price".
const MONEY = new RegExp(
  String.raw`[\u00a5\uffe5$]\s*(?<sign>${NUMBER})|(?<word>${NUMBER})\s*(?:\u5143|\u5757|rmb|yuan)|\u6ee1\s*[\u00a5\uffe5]?\s*(?<from>${NUMBER})${NO_COUNT}|\u4ef7(?:\u683c)?(?:\u662f|\u4e3a|\u53ea\u8981)?\s*(?<tag>${NUMBER})${NO_COUNT}|(?:\u7acb\u51cf|\u51cf|\u76f4\u964d)\s*[\u00a5\uffe5]?\s*(?<off>${NUMBER})${NO_COUNT}`,
  'giu',
)
const RATE = new RegExp(String.raw`(?<fold>\d{1,2}(?:\.\d)?)\s*\u6298|(?<percent>${NUMBER})\s*%`, 'giu')
const TERM = new RegExp(
  String.raw`${NUMBER}\s*(?:\u5929|\u5c0f\u65f6|\u5206\u949f|\u4e2a\u6708|\u4e2a\u5de5\u4f5c\u65e5|\u5de5\u4f5c\u65e5|\u5e74|hours?|days?|minutes?)`,
  'giu',
)

/** Figures of money, discount and term in a text, variables aside: each will go stale where a rule or a price changes. */
export function hardFigures(text: string): readonly HardFigure[] {
  // As long as before, so that places stay.
  const bare = text.replace(/\{[^}]*\}/g, (name) => ' '.repeat(name.length))
  if (!/\d/.test(bare)) return []
  return [
    ...[...bare.matchAll(MONEY)].map((found) => figure(found, { kind: 'money', value: amountOf(found.groups) * 100 })),
    ...[...bare.matchAll(RATE)].map((found) => figure(found, { kind: 'rate', value: rateOf(found.groups) })),
    ...[...bare.matchAll(TERM)].map((found) => figure(found, { kind: 'term', value: Number.parseFloat(found[0]) })),
  ]
}

type Groups = Readonly<Record<string, string>> | undefined

const figure = (found: RegExpExecArray, { kind, value }: Pick<HardFigure, 'kind' | 'value'>): HardFigure => ({
  ...{ kind, role: roleOf(found.groups), value: Math.round(value) },
  ...{ text: found[0].trim(), at: found.index },
})

function roleOf(groups: Groups): HardFigure['role'] {
  if (groups?.from !== undefined) return 'threshold'
  if (groups?.off !== undefined) return 'off'
  return groups?.fold === undefined ? 'bare' : 'fold'
}

const amountOf = (groups: Groups): number =>
  Number((groups?.sign ?? groups?.word ?? groups?.from ?? groups?.off ?? groups?.tag ?? '').replaceAll(',', ''))

const TENTHS = 10

/** Of ten, or as two digits of a hundred. */
function rateOf(groups: Groups): number {
  if (groups?.fold === undefined) return Number(groups?.percent) * 100
  const fold = Number(groups.fold)
  return fold >= TENTHS ? fold * 100 : fold * 1000
}
