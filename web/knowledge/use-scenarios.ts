import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../api/request.ts'
import type { Entry, Listed } from '../api/shapes.ts'

export interface PackHead {
  readonly packId: string
  readonly version: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly industry: string | null
  readonly extends: readonly string[]
  readonly scenarios: number
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/
const FOR_LONG_MS = 10 * 60_000
const NONE: ReadonlyMap<string, Entry> = new Map()

export const listPacks = (): Promise<Listed<PackHead>> => get('/packs')
export const listScenarios = (packId: string): Promise<Listed<Entry>> => get(`/packs/${packId}/scenarios`)

/** Every scenario of every pack, by id: they change with the installation only. */
export function useScenarios(): ReadonlyMap<string, Entry> {
  const { data: scenarios } = useQuery({
    queryKey: ['scenarios'],
    queryFn: async () => {
      const { items } = await listPacks()
      const lists = await Promise.all(items.map(({ packId }) => listScenarios(packId)))
      return new Map(lists.flatMap((list) => list.items).map((entry) => [entry.entryId, entry]))
    },
    staleTime: FOR_LONG_MS,
  })
  return scenarios ?? NONE
}

export const titleIn = (title: Entry['title'], language: string): string =>
  (language === 'en' ? (title.en ?? title.zh) : (title.zh ?? title.en)) ?? ''

/** What people call a scenario; its id where it is none of a pack. */
export function useScenarioTitle(): (entryId: string) => string {
  const scenarios = useScenarios()
  const { t, i18n } = useTranslation()
  return (entryId) => {
    const entry = scenarios.get(entryId)
    if (entry) return titleIn(entry.title, i18n.language) || entryId
    return UUID.test(entryId) ? t('entry.own') : entryId
  }
}
