import type { Entry } from './entry.ts'
import { type LintProblem, lintScenario } from './lint-scenario.ts'
import type { Pack } from './pack.ts'
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
  const asked = packs.list.filter((pack) => !options.packId || pack.id === options.packId)
  const wanted = asked.flatMap((pack) => pack.entries)
  const ids = new Set(wanted.map((entry) => entry.entryId))
  const problems = wanted.flatMap((entry) => lintScenario(entry, { all, bannedTerms: packs.bannedTerms }))
  problems.push(...duplicatesAcross(all).filter((one) => ids.has(one.scenarioId)))
  const { teach, folds = 10 } = options
  const recognition = teach ? asked.flatMap((pack) => judgePack(pack, packs, { teach, folds })) : []
  const total = recognition.reduce((sum, one) => sum + one.phrasings, 0)
  return {
    scenarios: wanted.length,
    phrasings: wanted.reduce((sum, entry) => sum + entry.phrasings.length, 0),
    problems,
    recognition,
    recognised: total === 0 ? 0 : recognition.reduce((sum, one) => sum + one.recognised, 0) / total,
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

interface Judging {
  readonly teach: Teach
  readonly folds: number
}

/** A shop of this trade has this pack and those that it builds on, and no other trade's: so is it judged. */
function judgePack(pack: Pack, packs: Packs, judging: Judging): Recognition[] {
  const own = new Set(pack.entries.map((entry) => entry.entryId))
  const beside = packs.list.filter((other) => other.id === pack.id || pack.extends.includes(other.id))
  const entries = beside.flatMap((other) => other.entries)
  return judge(entries, packs.outOfScope, judging).filter((one) => own.has(one.scenarioId))
}

/** Every phrasing is judged once, by a recogniser that was taught everything but its part. */
function judge(all: readonly Entry[], outOfScope: readonly string[], { teach, folds }: Judging): Recognition[] {
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
