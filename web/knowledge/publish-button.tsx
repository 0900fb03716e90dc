import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Badge, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { publish } from '../api/knowledge.ts'
import type { WorkspaceEntry } from '../api/shapes.ts'
import { useShop } from '../frame/use-shop.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { StateChip } from './state-chip.tsx'
import { TestVerdict, useTestVerdict } from './test-verdict.tsx'
import { entriesKey, useEntries } from './use-entries.ts'
import { titleIn } from './use-scenarios.ts'

/** All drafts become the next release: what changes is shown first, and a note says why. */
export function PublishButton({ scopeId }: { readonly scopeId: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { data: entries = [] } = useEntries(scopeId)
  const count = entries.filter(({ draft }) => draft !== null).length
  return (
    <>
      <Badge count={count} size="small">
        <Button
          icon={<Icon name="send" size={16} />}
          disabled={count === 0}
          onClick={() => setOpen(true)}
          data-testid="publish"
        >
          {t('publish.open')}
        </Button>
      </Badge>
      {isOpen && <PublishModal scopeId={scopeId} onClose={() => setOpen(false)} />}
    </>
  )
}

function PublishModal({ scopeId, onClose }: { readonly scopeId: string; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [note, setNote] = useState('')
  const { data: entries = [] } = useEntries(scopeId)
  const drafts = entries.filter(({ draft }) => draft !== null)
  const { shop } = useShop()
  const verdict = useTestVerdict(shop?.shopId ?? null)
  const { guard, leaveBy } = useUnsavedGuard(() => note !== '' && !release.isSuccess)
  const release = useMutation({
    mutationFn: () => publish(scopeId, note),
    onSuccess: async ({ release: number }) => {
      await queries.invalidateQueries({ queryKey: entriesKey(scopeId) })
      await queries.invalidateQueries({ queryKey: ['releases', scopeId] })
      onClose()
      message.success(
        <>
          {t('publish.done', { number })} {/* The message lies outside of the router: a link would break there. */}
          <button type="button" className="linkish" onClick={() => navigate({ to: '/releases' })}>
            {t('publish.see')}
          </button>
        </>,
      )
    },
    onError: useProblem(),
  })
  return (
    <Modal
      open
      title={t('publish.title', { count: drafts.length })}
      onCancel={() => leaveBy(onClose)}
      okText={t('publish.go')}
      okButtonProps={{
        loading: release.isPending,
        // Knowledge that shops share is not held up by the cases of one of them.
        disabled: verdict.isHeld && scopeId === shop?.shopId,
        'data-testid': 'publish-go',
      }}
      onOk={() => release.mutate()}
    >
      {guard}
      <p className="quiet">{t('publish.text')}</p>
      <TestVerdict verdict={verdict} />
      <Drafts rows={drafts} />
      <Input
        value={note}
        maxLength={500}
        placeholder={t('publish.note')}
        aria-label={t('publish.note')}
        onChange={({ target }) => setNote(target.value)}
        data-testid="publish-note"
      />
    </Modal>
  )
}

function Drafts({ rows }: { readonly rows: readonly WorkspaceEntry[] }) {
  const { i18n } = useTranslation()
  return (
    <div className="publish-list">
      {rows.map((row) => (
        <div key={row.entryId} className="row between">
          <span className="clip">{titleIn(row.entry.title, i18n.language)}</span>
          <StateChip row={row} />
        </div>
      ))}
    </div>
  )
}
