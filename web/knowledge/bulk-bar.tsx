import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { publish } from '../api/knowledge.ts'
import type { WorkspaceEntry } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useProblem } from '../ui/use-problem.ts'
import { TOPICS, topicWord } from './topics.ts'
import { useChangeMany } from './use-change-many.ts'
import { entriesKey } from './use-entries.ts'

interface BulkProps {
  readonly scopeId: string
  readonly rows: readonly WorkspaceEntry[]
  readonly onDone: () => void
}

/** What can be done to several entries at once; everything but publishing waits for the release and can be taken back. */
export function BulkBar({ scopeId, rows, onDone }: BulkProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const drafts = rows.filter(({ draft }) => draft !== null)
  const many = useChangeMany({ scopeId, rows, onDone })
  if (rows.length === 0 || !may('knowledge:write')) return null
  const isOff = ({ entry }: WorkspaceEntry) => entry.off === true
  const act = (kind: 'remove' | 'switch-on' | 'switch-off', isDanger = false) => (
    <Button
      size="small"
      danger={isDanger}
      disabled={many.isPending}
      onClick={() => many.run({ kind })}
      data-testid={`bulk-${kind}`}
    >
      {t(`act.${kind}`)}
    </Button>
  )
  return (
    <div className="row wrap bulk" role="group" aria-label={t('bulk.chosen', { count: rows.length })}>
      <span className="quiet">{t('bulk.chosen', { count: rows.length })}</span>
      {drafts.length > 0 && (
        <>
          <PublishChosen scopeId={scopeId} drafts={drafts} onDone={onDone} />
          <Button size="small" disabled={many.isPending} onClick={() => many.run({ kind: 'discard' })}>
            {t('bulk.discard', { count: drafts.length })}
          </Button>
        </>
      )}
      {!rows.every(isOff) && act('switch-off')}
      {rows.some(isOff) && act('switch-on')}
      <Dropdown
        trigger={['click']}
        menu={{
          className: 'bulk-topics',
          items: TOPICS.map((topic) => ({ key: topic, label: t(topicWord(topic)) })),
          onClick: ({ key }) => many.run({ kind: 'move', topic: key }),
        }}
      >
        <Button size="small" disabled={many.isPending} data-testid="bulk-move">
          {t('bulk.move')}
        </Button>
      </Dropdown>
      {act('remove', true)}
    </div>
  )
}

interface PublishProps {
  readonly scopeId: string
  readonly drafts: readonly WorkspaceEntry[]
  readonly onDone: () => void
}

function PublishChosen({ scopeId, drafts, onDone }: PublishProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const ids = drafts.map(({ entryId }) => entryId)
  const release = useMutation({
    mutationFn: () => publish(scopeId, '', ids),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: entriesKey(scopeId) })
      await queries.invalidateQueries({ queryKey: ['releases', scopeId] })
      message.success(t('bulk.done', { count: ids.length }))
      onDone()
    },
    onError: useProblem(),
  })
  return (
    <Button size="small" onClick={() => release.mutate()} loading={release.isPending}>
      {t('bulk.publish', { count: ids.length })}
    </Button>
  )
}
