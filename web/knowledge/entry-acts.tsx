import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { addEntry, publish, saveEntry } from '../api/knowledge.ts'
import type { EntryBody, WorkspaceEntry } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useProblem } from '../ui/use-problem.ts'
import { trimmed } from './empty-entry.ts'
import { StateChip } from './state-chip.tsx'
import { useChangeMany } from './use-change-many.ts'
import { entriesKey } from './use-entries.ts'

interface ActsProps {
  readonly scopeId: string
  readonly row: WorkspaceEntry | null
  readonly entry: EntryBody
  readonly isChanged: boolean
  readonly onClose: () => void
}

/** Draft first; the robot says it after publishing only. */
export function EntryActs(props: ActsProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const acts = useEntryActs(props)
  const { row, isChanged, scopeId, onClose } = props
  const many = useChangeMany({ scopeId, rows: row ? [row] : [], onDone: onClose })
  if (!may('knowledge:write')) return <Button onClick={props.onClose}>{t('act.close')}</Button>
  const canPublish = isChanged || row === null || row.draft !== null
  return (
    <div className="row wrap between">
      <div className="row wrap">
        {row && <StateChip row={row} />}
        {row && row.state !== 'removed' && (
          <Button danger onClick={() => many.run({ kind: 'remove' })} loading={many.isPending} data-testid="remove">
            {t('act.remove')}
          </Button>
        )}
        {row && row.state !== 'removed' && (
          <Button onClick={() => many.run({ kind: row.entry.off ? 'switch-on' : 'switch-off' })}>
            {t(row.entry.off ? 'act.switch-on' : 'act.switch-off')}
          </Button>
        )}
        {row?.draft && row.publishedSince !== null && (
          <Button onClick={() => many.run({ kind: 'discard' })} loading={many.isPending}>
            {t('entry.discard')}
          </Button>
        )}
      </div>
      <div className="row wrap">
        <Button
          onClick={() => acts.save.mutate()}
          loading={acts.save.isPending}
          disabled={!isChanged && row !== null}
          data-testid="save"
        >
          {t('entry.save')}
        </Button>
        <Button
          type="primary"
          onClick={() => acts.saveAndPublish.mutate()}
          loading={acts.saveAndPublish.isPending}
          disabled={!canPublish}
          data-testid="save-publish"
        >
          {t('entry.publish')}
        </Button>
      </div>
    </div>
  )
}

function useEntryActs({ scopeId, row, entry, isChanged, onClose }: ActsProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const onError = useProblem()
  const done = (word: string) => async () => {
    await queries.invalidateQueries({ queryKey: entriesKey(scopeId) })
    queries.removeQueries({ queryKey: ['entry', scopeId] })
    message.success(t(word))
    onClose()
  }
  const write = async (): Promise<WorkspaceEntry> => {
    if (row && !isChanged) return row
    const body = trimmed(entry)
    const { figures, ...saved } = await (row ? saveEntry(scopeId, row, body) : addEntry(scopeId, body))
    const differing = figures.filter(({ outcome }) => outcome === 'differs').length
    if (differing > 0) message.warning(t('entry.figuresDiffer', { count: differing }))
    return saved
  }
  return {
    save: useMutation({ mutationFn: write, onSuccess: done('entry.saved'), onError }),
    saveAndPublish: useMutation({
      mutationFn: async () => publish(scopeId, '', [(await write()).entryId]),
      onSuccess: done('entry.published'),
      onError,
    }),
  }
}
