export interface Answer {
  readonly wanted: string
  readonly given: string
  /** Higher: surer that the text belongs to any label. */
  readonly score: number
}

export interface Options {
  readonly outside: string
  readonly noBusiness?: string | undefined
}

/** In per cent but `auroc`; without texts of no label the last two are missing. */
export function figuresOf(answers: readonly Answer[], { outside, noBusiness }: Options): Record<string, number> {
  const inside = answers.filter(({ wanted }) => wanted !== outside)
  const strange = answers.filter(({ wanted }) => wanted === outside)
  const business = inside.filter(({ wanted }) => wanted !== noBusiness)
  return {
    accuracy: percent(inside.filter(isRight).length / inside.length),
    macroF1: percent(macroF1(inside)),
    ...(noBusiness !== undefined && { business: percent(business.filter(isRight).length / business.length) }),
    ...(strange.length > 0 && { auroc: areaOf(inside, strange), recallAt5: percent(recallAt5(inside, strange)) }),
  }
}

const isRight = ({ wanted, given }: Answer): boolean => wanted === given
const percent = (share: number): number => Math.round(share * 10_000) / 100

/** Over the labels that are wanted or given, as scikit-learn's. */
function macroF1(answers: readonly Answer[]): number {
  const labels = new Set(answers.flatMap(({ wanted, given }) => [wanted, given]))
  const scores = [...labels].map((label) => {
    const hits = answers.filter((answer) => answer.wanted === label && answer.given === label).length
    const misses = answers.filter((answer) => (answer.wanted === label) !== (answer.given === label)).length
    return (2 * hits) / (2 * hits + misses)
  })
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/** Share of pairs of one of each kind in the right order; equal scores count half. */
function areaOf(inside: readonly Answer[], strange: readonly Answer[]): number {
  let sum = 0
  for (const { score } of strange)
    for (const known of inside) sum += known.score > score ? 1 : known.score === score ? 0.5 : 0
  return Math.round((sum / inside.length / strange.length) * 10_000) / 10_000
}

function recallAt5(inside: readonly Answer[], strange: readonly Answer[]): number {
  const scores = inside.map(({ score }) => score).sort((a, b) => a - b)
  const bound = scores[Math.floor(scores.length * 0.05)] ?? 0
  return strange.filter(({ score }) => score < bound).length / strange.length
}
