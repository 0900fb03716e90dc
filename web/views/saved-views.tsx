import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '../api/shapes.ts'
import { addView, listViews, removeView, type ViewPage, type ViewSearch } from '../api/views.ts'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'
import { NewView } from './new-view.tsx'
import { ViewRow } from './view-row.tsx'
import './views.css'

interface ViewsProps {
  readonly page: ViewPage
  /** The words of the address that are filters: what is open beside the list is none. */
  readonly filters: readonly string[]
}

/** Filters under a name: one's own, and those of colleagues. */
export function SavedViews({ page, filters }: ViewsProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const search = useFilters(filters)
  const query = useQuery({ queryKey: viewsKey(page), queryFn: () => listViews(page) })
  const here = query.data?.items.find((view) => isSame(view.search, search))
  return (
    <>
      <Button icon={<Icon name="bookmark" size={16} />} onClick={() => setOpen(true)} data-testid="views">
        <span className="view-name clip">{here?.name ?? t('views.open')}</span>
      </Button>
      <Modal open={isOpen} width={440} title={t('views.open')} footer={null} onCancel={() => setOpen(false)}>
        <div className="views" data-testid="view-list">
          <Loaded query={query} rows={2}>
            {({ items }) => <Views items={items} here={here} page={page} onChosen={() => setOpen(false)} />}
          </Loaded>
          <NewView page={page} search={search} key={JSON.stringify(search)} isKept={here?.isMine ?? false} />
        </div>
      </Modal>
    </>
  )
}

export const viewsKey = (page: ViewPage) => ['views', page] as const

function useFilters(filters: readonly string[]): ViewSearch {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  return Object.fromEntries(
    filters.flatMap((name) => {
      const value = search[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

const isSame = (one: ViewSearch, other: ViewSearch): boolean => {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

interface ListProps {
  readonly items: readonly SavedView[]
  readonly here: SavedView | undefined
  readonly page: ViewPage
  readonly onChosen: () => void
}

function Views({ items, here, page, onChosen }: ListProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const drop = useDrop(page)
  if (items.length === 0) return <p className="quiet views-none">{t('views.none')}</p>
  return (['mine', 'shared'] as const).map((group) => {
    const some = items.filter(({ isMine }) => isMine === (group === 'mine'))
    if (some.length === 0) return null
    return (
      <section key={group} aria-label={t(`views.${group}`)}>
        <div className="nav-title">{t(`views.${group}`)}</div>
        {some.map((view) => (
          <ViewRow
            key={view.viewId}
            view={view}
            isHere={view === here}
            onChoose={() => {
              navigate({ to: '.', search: { ...view.search } })
              onChosen()
            }}
            onDrop={() => drop.mutate(view)}
          />
        ))}
      </section>
    )
  })
}

function useDrop(page: ViewPage) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const done = useUndo()
  const refresh = () => queries.invalidateQueries({ queryKey: viewsKey(page) })
  return useMutation({
    mutationFn: (view: SavedView) => removeView(view.viewId),
    onSuccess: async (_gone, { name, search, isShared }) => {
      await refresh()
      done({
        said: t('views.removed', { name }),
        undo: async () => {
          await addView({ page, name, search, isShared })
          await refresh()
        },
      })
    },
    onError: useProblem(),
  })
}
