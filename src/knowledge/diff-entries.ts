import { digest } from './digest.ts'
import type { Entry } from './entry.ts'
import { titleOf } from './own-knowledge.ts'

export interface EntriesDiff {
  readonly added: readonly Entry[]
  readonly removed: readonly Entry[]
  readonly changed: readonly {
    readonly entryId: string
    readonly title: string
    readonly fields: readonly string[]
    readonly before: Entry
    readonly after: Entry
  }[]
}

export function diffEntries(before: readonly Entry[], after: readonly Entry[]): EntriesDiff {
  const old = new Map(before.map((entry) => [entry.entryId, entry]))
  const now = new Map(after.map((entry) => [entry.entryId, entry]))
  return {
    added: after.filter((entry) => !old.has(entry.entryId)),
    removed: before.filter((entry) => !now.has(entry.entryId)),
    changed: after.flatMap((entry) => {
      const was = old.get(entry.entryId)
      if (!was || digest(was) === digest(entry)) return []
      return [
        { entryId: entry.entryId, title: titleOf(entry), fields: changedFields(was, entry), before: was, after: entry },
      ]
    }),
  }
}

function changedFields(before: Entry, after: Entry): string[] {
  const old = new Map<string, unknown>(Object.entries(before))
  const now = new Map<string, unknown>(Object.entries(after))
  const names = [...new Set([...old.keys(), ...now.keys()])]
  return names.filter((name) => digest(old.get(name) ?? null) !== digest(now.get(name) ?? null)).sort()
}
