/** A figure that somebody wrote into a text: `value` in fen for money, in 1/10,000 paid for a rate. */
export interface HardFigure {
  readonly kind: 'money' | 'rate' | 'term'
  readonly value: number
  readonly text: string
}

const NUMBER = String.raw`\d+(?:,\d{3})*(?:\.\d+)?`
// Yuan signs before, words for yuan and kuai after, and the two forms of "N off from M".
const MONEY = new RegExp(
  String.raw`[\u00a5\uffe5$]\s*(?<sign>${NUMBER})|(?<word>${NUMBER})\s*(?:\u5143|\u5757|rmb|yuan)|\u6ee1\s*(?<from>${NUMBER})|(?:\u51cf|\u7acb\u51cf|\u76f4\u964d)\s*(?<off>${NUMBER})(?![\d\u4ef6\u4e2a\u6298])`,
  'giu',
)
const RATE = new RegExp(String.raw`(?<fold>\d(?:\.\d)?)\s*\u6298|(?<percent>${NUMBER})\s*%`, 'giu')
const TERM = new RegExp(
  String.raw`${NUMBER}\s*(?:\u5929|\u5c0f\u65f6|\u5206\u949f|\u4e2a\u6708|\u4e2a\u5de5\u4f5c\u65e5|\u5de5\u4f5c\u65e5|\u5e74|hours?|days?|minutes?)`,
  'giu',
)

/** Figures of money, discount and term in a text, variables aside: each will go stale where a rule or a price changes. */
export function hardFigures(text: string): readonly HardFigure[] {
  const bare = text.replace(/\{[^}]*\}/g, ' ')
  if (!/\d/.test(bare)) return []
  return [
    ...[...bare.matchAll(MONEY)].map(({ 0: found, groups }) => figure('money', found, amountOf(groups) * 100)),
    ...[...bare.matchAll(RATE)].map(({ 0: found, groups }) => figure('rate', found, rateOf(groups))),
    ...[...bare.matchAll(TERM)].map(({ 0: found }) => figure('term', found, Number.parseFloat(found))),
  ]
}

type Groups = Readonly<Record<string, string>> | undefined

const figure = (kind: HardFigure['kind'], text: string, value: number): HardFigure => ({
  kind,
  value: Math.round(value),
  text: text.trim(),
})

const amountOf = (groups: Groups): number =>
  Number((groups?.sign ?? groups?.word ?? groups?.from ?? groups?.off ?? '').replaceAll(',', ''))

const rateOf = (groups: Groups): number =>
  groups?.fold === undefined ? Number(groups?.percent) * 100 : Number(groups.fold) * 1000
