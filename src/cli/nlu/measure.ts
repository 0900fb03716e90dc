export interface Judged {
  readonly wanted: string
  readonly given: string
  /** 0…1: how sure it was that the text belongs to any label. */
  readonly inScope: number
}

export interface Figures {
  /** Share of right ones among the texts that have a label. */
  readonly accuracy: number
  /** Mean over the labels of 2·precision·recall / (precision + recall). */
  readonly macroF1: number
  /** Chance that a text of a label scores higher than one of none; null: there are none of one kind. */
  readonly oosAuroc: number | null
  /** Share of texts of no label that fall under the bound that refuses 5 % of the others. */
  readonly oosRecallAt5: number | null
}

const FALSE_REJECTS = 0.05

export function measure(judged: readonly Judged[], outside: string): Figures {
  const inside = judged.filter(({ wanted }) => wanted !== outside)
  const strange = judged.filter(({ wanted }) => wanted === outside)
  const right = inside.filter(({ wanted, given }) => wanted === given).length
  const known = inside.map(({ inScope }) => inScope).sort((a, b) => a - b)
  const unknown = strange.map(({ inScope }) => inScope)
  const isMixed = known.length > 0 && unknown.length > 0
  const bound = known[Math.floor(known.length * FALSE_REJECTS)] ?? 0
  return {
    accuracy: inside.length === 0 ? 0 : right / inside.length,
    macroF1: macroF1(inside),
    oosAuroc: isMixed ? areaUnderCurve(known, unknown) : null,
    oosRecallAt5: isMixed ? unknown.filter((score) => score < bound).length / unknown.length : null,
  }
}

function macroF1(judged: readonly Judged[]): number {
  const counts = new Map<string, { wanted: number; given: number; both: number }>()
  const of = (label: string) => {
    const known = counts.get(label) ?? { wanted: 0, given: 0, both: 0 }
    counts.set(label, known)
    return known
  }
  for (const { wanted, given } of judged) {
    of(wanted).wanted += 1
    of(given).given += 1
    if (wanted === given) of(wanted).both += 1
  }
  // As scikit-learn: every label that is wanted or given counts.
  const scores = [...counts.values()].map(({ wanted, given, both }) => (2 * both) / (wanted + given))
  return scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/** By ranks (Mann and Whitney); equal scores count half. `known` is sorted. */
function areaUnderCurve(known: readonly number[], unknown: readonly number[]): number {
  let sum = 0
  for (const score of unknown) {
    const below = firstAtLeast(known, score)
    const equal = firstAtLeast(known, score, true) - below
    sum += known.length - below - equal + equal / 2
  }
  return sum / (known.length * unknown.length)
}

function firstAtLeast(sorted: readonly number[], bound: number, isBeyond = false): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const value = sorted[middle] ?? 0
    if (value < bound || (isBeyond && value === bound)) low = middle + 1
    else high = middle
  }
  return low
}
