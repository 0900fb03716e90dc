import type { Entry, EntryOrigin } from './entry.ts'
import type { Packs } from './packs.ts'

export interface OwnEntry {
  readonly entry: Entry
  readonly origin: Extract<EntryOrigin, { kind: 'own' }>
}

/** What one shop adds to the packs that all shops share. A shop without own knowledge holds next to nothing. */
export interface ShopKnowledge {
  /** Changes whenever anything changes that this shop's robot may say. */
  readonly version: string
  readonly packIds: readonly { readonly packId: string; readonly version: string }[]
  /** Scenarios that the shop, its group or its organisation switched off. */
  readonly disabled: ReadonlySet<string>
  /** Published entries, merged: the nearer scope wins. */
  readonly own: readonly OwnEntry[]
}

export interface ResolvedEntry {
  readonly entry: Entry
  readonly origin: EntryOrigin
}

/**
 * All that the shop's robot can recognise: scenarios of its packs that are on, with the answers of the own entries that
 * replace theirs (their phrasings are added), then the other own entries.
 */
export function resolveEntries(packs: Packs, knowledge: ShopKnowledge): ResolvedEntry[] {
  const overriding = new Map<string, OwnEntry>()
  for (const own of knowledge.own) if (own.entry.overrides) overriding.set(own.entry.overrides, own)
  const resolved: ResolvedEntry[] = []
  const met = new Set<string>()
  for (const { packId, version } of knowledge.packIds) {
    const pack = packs.find(packId, version)
    for (const entry of pack?.entries ?? []) {
      if (knowledge.disabled.has(entry.entryId)) continue
      met.add(entry.entryId)
      const own = overriding.get(entry.entryId)
      if (own) resolved.push({ entry: override(entry, own.entry), origin: own.origin })
      else resolved.push({ entry, origin: { kind: 'pack', packId, version: pack?.version ?? version } })
    }
  }
  const standing = knowledge.own.filter(({ entry }) => !entry.overrides || !met.has(entry.overrides))
  return [...resolved, ...standing]
}

/** The scenario keeps its id, so that figures over time stay comparable. */
function override(scenario: Entry, own: Entry): Entry {
  return {
    ...scenario,
    phrasings: [...new Set([...scenario.phrasings, ...own.phrasings])],
    english: [...new Set([...scenario.english, ...own.english])],
    negatives: [...new Set([...scenario.negatives, ...own.negatives])],
    answers: own.answers.length > 0 ? own.answers : scenario.answers,
    handoff: own.handoff === 'never' ? scenario.handoff : own.handoff,
    ...(own.followUp ? { followUp: own.followUp } : {}),
  }
}
