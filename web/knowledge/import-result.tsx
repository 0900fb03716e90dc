import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { publish, undoImport } from '../api/knowledge.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { entriesKey } from './use-entries.ts'

interface ResultProps {
  readonly scopeId: string
  readonly done: { readonly importId: string; readonly drafts: number }
  /** Of the drafts that were made. */
  readonly entryIds: readonly string[]
  readonly onClose: () => void
  readonly onSeeDrafts: () => void
}

/** Drafts that nobody hears yet: taken back, looked at, or published at once. */
export function ImportResult({ scopeId, done, entryIds, onClose, onSeeDrafts }: ResultProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const onError = useProblem()
  const close = async (said: string) => {
    await queries.invalidateQueries({ queryKey: entriesKey(scopeId) })
    message.success(said)
    onClose()
  }
  const undo = useMutation({
    mutationFn: () => undoImport(scopeId, done.importId),
    onSuccess: ({ restored }) => close(t('import.undone', { count: restored })),
    onError,
  })
  const release = useMutation({
    mutationFn: () => publish(scopeId, t('import.publishNote'), entryIds),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['releases', scopeId] })
      await close(t('import.published'))
    },
    onError,
  })
  const isBusy = undo.isPending || release.isPending
  return (
    <div className="empty">
      <Icon name="check" size={32} />
      <strong role="status">{t('import.done', { count: done.drafts })}</strong>
      <span className="quiet">{t('import.doneText')}</span>
      <div className="row wrap">
        <Button onClick={() => undo.mutate()} loading={undo.isPending} disabled={isBusy}>
          {t('act.undo')}
        </Button>
        <Button onClick={onSeeDrafts} disabled={isBusy}>
          {t('import.seeDrafts')}
        </Button>
        <Button
          type="primary"
          onClick={() => release.mutate()}
          loading={release.isPending}
          disabled={isBusy}
          data-testid="import-publish"
        >
          {t('import.publish')}
        </Button>
      </div>
    </div>
  )
}
