import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { discardDraft, publish, removeEntry } from '../api/knowledge.ts'
import type { WorkspaceEntry } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useProblem } from '../ui/use-problem.ts'
import { entriesKey } from './use-entries.ts'

interface BulkProps {
  readonly scopeId: string
  readonly rows: readonly WorkspaceEntry[]
  readonly onDone: () => void
}

/** What can be done to several entries at once; a removal waits for the release and can be taken back until then. */
export function BulkBar({ scopeId, rows, onDone }: BulkProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const drafts = rows.filter(({ draft }) => draft !== null)
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: entriesKey(scopeId) })
    message.success(t('bulk.done', { count: rows.length }))
    onDone()
  }
  const onError = useProblem()
  const run = async (act: (row: WorkspaceEntry) => Promise<unknown>, some: readonly WorkspaceEntry[]) => {
    for (const row of some) await act(row)
  }
  const take = useMutation({ mutationFn: () => run((row) => removeEntry(scopeId, row), rows), onSuccess, onError })
  const undo = useMutation({ mutationFn: () => run((row) => discardDraft(scopeId, row), drafts), onSuccess, onError })
  const release = useMutation({
    mutationFn: () =>
      publish(
        scopeId,
        '',
        drafts.map(({ entryId }) => entryId),
      ),
    onSuccess,
    onError,
  })
  if (rows.length === 0 || !may('knowledge:write')) return null
  return (
    <div className="row wrap">
      <span className="quiet">{t('bulk.chosen', { count: rows.length })}</span>
      {drafts.length > 0 && (
        <>
          <Button size="small" onClick={() => release.mutate()} loading={release.isPending}>
            {t('bulk.publish', { count: drafts.length })}
          </Button>
          <Button size="small" onClick={() => undo.mutate()} loading={undo.isPending}>
            {t('bulk.discard', { count: drafts.length })}
          </Button>
        </>
      )}
      <Button size="small" danger onClick={() => take.mutate()} loading={take.isPending}>
        {t('act.remove')}
      </Button>
    </div>
  )
}
