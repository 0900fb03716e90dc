import { useTranslation } from 'react-i18next'
import { titleIn, useScenarios } from '../knowledge/use-scenarios.ts'
import { useEntries } from '../knowledge/use-entries.ts'

interface Titles {
  readonly options: readonly { readonly value: string; readonly label: string }[]
  titleOf(entryId: string): string
}

/** What people call an entry, of the shop or of a pack; all of them, the shop's own first. */
export function useEntryTitles(shopId: string): Titles {
  const { i18n } = useTranslation()
  const scenarios = useScenarios()
  const { data: own = [] } = useEntries(shopId)
  const named = [...own.map(({ entry }) => entry), ...scenarios.values()]
  const titles = new Map(named.map((entry) => [entry.entryId, titleIn(entry.title, i18n.language) || entry.entryId]))
  return {
    options: [...titles].map(([value, label]) => ({ value, label })),
    titleOf: (entryId) => titles.get(entryId) ?? entryId,
  }
}
