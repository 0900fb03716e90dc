import { digestPack, type PackDigests } from './digest.ts'
import type { Pack } from './pack.ts'

export interface ChangedScenario {
  readonly scenarioId: string
  /** Title, phrasings, stages… anything but the answers. */
  readonly wording: boolean
  readonly answers: { readonly added: string[]; readonly removed: string[]; readonly changed: string[] }
}

export interface PackDiff {
  readonly packId: string
  readonly from: string
  readonly to: string
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly ChangedScenario[]
}

/** What an upgrade would change for a shop that has `had` at version `from`. */
export function diffPack(pack: Pack, from: string, had: PackDigests): PackDiff {
  const has = digestPack(pack)
  return {
    packId: pack.id,
    from,
    to: pack.version,
    added: Object.keys(has).filter((id) => !had[id]),
    removed: Object.keys(had).filter((id) => !has[id]),
    changed: Object.entries(has).flatMap(([scenarioId, now]) => {
      const before = had[scenarioId]
      if (!before) return []
      const answers = diffKeys(before.answers, now.answers)
      const wording = before.scenario !== now.scenario
      const same = !wording && Object.values(answers).every((list) => list.length === 0)
      return same ? [] : [{ scenarioId, wording, answers }]
    }),
  }
}

function diffKeys(before: Record<string, string>, now: Record<string, string>): ChangedScenario['answers'] {
  return {
    added: Object.keys(now).filter((id) => before[id] === undefined),
    removed: Object.keys(before).filter((id) => now[id] === undefined),
    changed: Object.keys(now).filter((id) => before[id] !== undefined && before[id] !== now[id]),
  }
}
