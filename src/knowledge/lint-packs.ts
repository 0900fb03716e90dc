import type { Entry } from './entry.ts'
import { type LintProblem, lintScenario } from './lint-scenario.ts'
import type { Packs } from './packs.ts'
import { createPhrasingLookup } from './phrasing-lookup.ts'

/** Teaches a recogniser these entries; it gives the id of the scenario that it puts first, null = none. */
export type Teach = (entries: readonly Entry[], outOfScope: readonly string[]) => (text: string) => string | null

export interface Recognition {
  readonly scenarioId: string
  readonly phrasings: number
  /** Put first by a recogniser that never saw the phrasing. */
  readonly recognised: number
  readonly missed: readonly { readonly phrasing: string; readonly as: string | null }[]
}

export interface LintReport {
  readonly scenarios: number
  readonly phrasings: number
  readonly problems: readonly LintProblem[]
  readonly recognition: readonly Recognition[]
  readonly recognised: number
}

interface LintOptions {
  /** Only this pack is reported; the others still take part. */
  readonly packId?: string | undefined
  /** Absent = no judgement of recognition. */
  readonly teach?: Teach | undefined
  /** Into how many parts phrasings are dealt; each part is judged by a recogniser that was taught the others. */
  readonly folds?: number
}

export function lintPacks(packs: Packs, options: LintOptions): LintReport {
  const all = packs.list.flatMap((pack) => pack.entries)
  const wanted = packs.list
    .filter((pack) => !options.packId || pack.id === options.packId)
    .flatMap((pack) => pack.entries)
  const ids = new Set(wanted.map((entry) => entry.entryId))
  const problems = wanted.flatMap((entry) => lintScenario(entry, { all, bannedTerms: packs.bannedTerms }))
  problems.push(...duplicatesAcross(all).filter((one) => ids.has(one.scenarioId)))
  const recognition = options.teach
    ? judge(all, packs.outOfScope, { teach: options.teach, folds: options.folds ?? 10 })
    : []
  const shown = recognition.filter((one) => ids.has(one.scenarioId))
  const total = shown.reduce((sum, one) => sum + one.phrasings, 0)
  return {
    scenarios: wanted.length,
    phrasings: wanted.reduce((sum, entry) => sum + entry.phrasings.length, 0),
    problems,
    recognition: shown,
    recognised: total === 0 ? 0 : shown.reduce((sum, one) => sum + one.recognised, 0) / total,
  }
}

const ALIKE = 0.15

function duplicatesAcross(all: readonly Entry[]): LintProblem[] {
  const owners = all.flatMap((entry) => entry.phrasings.map((phrasing) => ({ entryId: entry.entryId, phrasing })))
  const lookup = createPhrasingLookup(owners)
  return owners.flatMap(({ entryId, phrasing }) =>
    lookup
      .twins(phrasing, ALIKE)
      .filter((twin) => twin.entryId !== entryId)
      .map((twin) => ({
        severity: twin.distance === 0 ? ('error' as const) : ('warning' as const),
        code: twin.distance === 0 ? 'duplicate-across' : 'alike-across',
        scenarioId: entryId,
        message: `${phrasing} ~ ${twin.phrasing} of ${twin.entryId}`,
      })),
  )
}

/** Every phrasing is judged once, by a recogniser that was taught everything but its part. */
function judge(
  all: readonly Entry[],
  outOfScope: readonly string[],
  { teach, folds }: { teach: Teach; folds: number },
): Recognition[] {
  const missed = new Map(all.map((entry) => [entry.entryId, nothingMissed()]))
  for (let fold = 0; fold < folds; fold += 1) {
    const isLeftOut = (index: number) => index % folds === fold
    const taught = all.map((entry) => ({
      ...entry,
      phrasings: entry.phrasings.filter((_, index) => !isLeftOut(index)),
    }))
    const recognise = teach(taught, outOfScope)
    for (const entry of all) {
      const leftOut = entry.phrasings.filter((_, index) => isLeftOut(index))
      const readings = leftOut.map((phrasing) => ({ phrasing, as: recognise(phrasing) }))
      missed.get(entry.entryId)?.push(...readings.filter(({ as }) => as !== entry.entryId))
    }
  }
  return all.map((entry) => {
    const lost = missed.get(entry.entryId) ?? []
    const phrasings = entry.phrasings.length
    return { scenarioId: entry.entryId, phrasings, recognised: phrasings - lost.length, missed: lost }
  })
}

const nothingMissed = (): { phrasing: string; as: string | null }[] => []
