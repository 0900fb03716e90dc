import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { DocumentsDrawer } from './documents-drawer.tsx'
import { EntryDrawer } from './entry-drawer.tsx'
import { EntryTable } from './entry-table.tsx'
import { ImportModal } from './import-modal.tsx'
import { ExportButton } from './export-button.tsx'
import { PeriodsModal } from './periods-modal.tsx'
import { PublishButton } from './publish-button.tsx'
import { TopicTree } from './topic-tree.tsx'
import { useEntries } from './use-entries.ts'
import { type ScopeInHand, useScope } from './use-scope.ts'
import './knowledge.css'

/** What the shop itself teaches its robot, beside what the industry packs know. */
export function KnowledgePage() {
  const { t } = useTranslation()
  const scope = useScope()
  const { entry } = useSearch({ from: '/knowledge' })
  const query = useEntries(scope.scopeId)
  return (
    <Page title={t('page.knowledge')} hint={t('knowledge.hint')} isWide acts={<Acts scope={scope} />}>
      <div className="knowledge">
        <aside className="card knowledge-tree">
          {scope.maySeeShared && <PlaceSwitch isShared={scope.isShared} />}
          <TopicTree entries={query.data ?? []} />
        </aside>
        <section className="card card-flush">
          <Loaded query={query} rows={8}>
            {(entries) => <EntryTable entries={entries} scopeId={scope.scopeId ?? ''} />}
          </Loaded>
        </section>
      </div>
      {entry && scope.scopeId && <EntryDrawer key={entry} scopeId={scope.scopeId} place={entry} />}
    </Page>
  )
}

function Acts({ scope }: { readonly scope: ScopeInHand }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [isImporting, setImporting] = useState(false)
  const [arePeriodsOpen, setPeriodsOpen] = useState(false)
  const [areDocumentsOpen, setDocumentsOpen] = useState(false)
  const { shop } = useShop()
  const navigate = useNavigate({ from: '/knowledge' })
  const { scopeId } = scope
  if (scopeId === null) return null
  return (
    <>
      <Button icon={<Icon name="clock" size={16} />} onClick={() => setPeriodsOpen(true)} data-testid="periods">
        {t('periods.open')}
      </Button>
      {!scope.isShared && shop && (
        <Button icon={<Icon name="book" size={16} />} onClick={() => setDocumentsOpen(true)} data-testid="documents">
          {t('documents.open')}
        </Button>
      )}
      <ExportButton scopeId={scopeId} />
      {may('knowledge:write') && (
        <>
          <Button icon={<Icon name="up" size={16} />} onClick={() => setImporting(true)} data-testid="import">
            {t('import.open')}
          </Button>
          <PublishButton scopeId={scopeId} />
          <Button
            type="primary"
            icon={<Icon name="plus" size={16} />}
            onClick={() => navigate({ search: (before) => ({ ...before, entry: 'new' }) })}
            data-testid="new-entry"
          >
            {t('knowledge.new')}
          </Button>
        </>
      )}
      {arePeriodsOpen && <PeriodsModal onClose={() => setPeriodsOpen(false)} />}
      {areDocumentsOpen && shop && <DocumentsDrawer shopId={shop.shopId} onClose={() => setDocumentsOpen(false)} />}
      {isImporting && (
        <ImportModal scopeId={scopeId} onClose={() => setImporting(false)} onSeeDrafts={() => setImporting(false)} />
      )}
    </>
  )
}

function PlaceSwitch({ isShared }: { readonly isShared: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/knowledge' })
  return (
    <Segmented
      block
      aria-label={t('knowledge.place')}
      value={isShared ? 'shared' : 'shop'}
      options={[
        { value: 'shop', label: t('knowledge.ofShop') },
        { value: 'shared', label: t('knowledge.ofAll') },
      ]}
      onChange={(place) => navigate({ search: { place: place === 'shared' ? place : undefined } })}
    />
  )
}
