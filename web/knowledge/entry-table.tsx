import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkspaceEntry } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { useColumnsShown } from '../ui/use-columns-shown.tsx'
import { SavedViews } from '../views/saved-views.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { StateChip } from './state-chip.tsx'
import { topicWord } from './topics.ts'
import { titleIn, useScenarioTitle } from './use-scenarios.ts'

interface TableProps {
  readonly entries: readonly WorkspaceEntry[]
  readonly scopeId: string
}

const FILTERS = ['place', 'topic', 'state', 'find'] as const

export function EntryTable({ entries, scopeId }: TableProps) {
  const { t } = useTranslation()
  const search = useSearch({ from: '/knowledge' })
  const navigate = useNavigate({ from: '/knowledge' })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { me } = useMe()
  const { columns, picker } = useColumnsShown('knowledge', me?.staff.staffId ?? '', useColumns())
  const shown = entries.filter((row) => isShown(row, search))
  if (entries.length === 0) return <NoEntries />
  const open = (entryId: string) => navigate({ search: (before) => ({ ...before, entry: entryId }) })
  return (
    <>
      <div className="knowledge-find">
        <Input
          allowClear
          prefix={<Icon name="search" size={16} />}
          placeholder={t('knowledge.find')}
          aria-label={t('knowledge.find')}
          value={search.find ?? ''}
          onChange={({ target }) =>
            navigate({ search: (before) => ({ ...before, find: target.value || undefined }), replace: true })
          }
        />
        <BulkBar
          scopeId={scopeId}
          rows={entries.filter(({ entryId }) => chosen.includes(entryId))}
          onDone={() => setChosen([])}
        />
        <div className="row wrap find-acts">
          <SavedViews page="knowledge" filters={FILTERS} />
          {picker}
        </div>
      </div>
      <div className="table-scroll" tabIndex={0} role="group">
        <Table<WorkspaceEntry>
          rowKey="entryId"
          size="middle"
          columns={columns}
          dataSource={[...shown]}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          rowSelection={{
            selectedRowKeys: [...chosen],
            onChange: (keys) => setChosen(keys.map(String)),
            getCheckboxProps: ({ entry }) => ({ 'aria-label': entry.title.zh ?? entry.title.en ?? '' }),
            getTitleCheckboxProps: () => ({ 'aria-label': t('knowledge.chooseAll') }),
          }}
          onRow={({ entryId }) => ({ onClick: () => open(entryId), className: 'row-link' })}
          locale={{
            emptyText: <Empty icon="search" title={t('talks.nothingFound')} text={t('talks.nothingFoundText')} />,
          }}
        />
      </div>
    </>
  )
}

interface Shown {
  readonly topic?: string | undefined
  readonly state?: string | undefined
  readonly find?: string | undefined
}

function isShown({ entry, state }: WorkspaceEntry, wanted: Shown): boolean {
  if (wanted.topic && entry.topic !== wanted.topic) return false
  if (wanted.state === 'draft' && state === 'published') return false
  const words = wanted.find?.trim().toLowerCase()
  if (!words) return true
  const texts = [entry.title.zh, entry.title.en, ...entry.phrasings, ...entry.answers.flatMap(({ texts }) => texts)]
  return texts.some((text) => text?.toLowerCase().includes(words))
}

/** The title said once is enough. */
const besides = ({ title, phrasings }: WorkspaceEntry['entry']): string[] =>
  phrasings.filter((one) => one !== title.zh && one !== title.en)

function useColumns(): TableColumnsType<WorkspaceEntry> {
  const { t, i18n } = useTranslation()
  const titleOf = useScenarioTitle()
  return [
    {
      title: t('entry.title'),
      key: 'title',
      render: (_, { entry }) => (
        <div className="entry-cell">
          <button type="button" className="entry-open">
            {titleIn(entry.title, i18n.language)}
          </button>
          <span className="quiet small clip">
            {entry.overrides
              ? t('entry.replaces', { title: titleOf(entry.overrides) })
              : besides(entry).slice(0, 3).join(' · ')}
          </span>
        </div>
      ),
    },
    { title: t('entry.topic'), key: 'topic', width: 110, render: (_, { entry }) => t(topicWord(entry.topic)) },
    { title: t('entry.phrasings'), key: 'phrasings', width: 90, render: (_, { entry }) => entry.phrasings.length },
    { title: t('entry.answers'), key: 'answers', width: 90, render: (_, { entry }) => entry.answers.length },
    {
      title: t('entry.handoff'),
      key: 'handoff',
      width: 110,
      render: (_, { entry }) => (entry.handoff === 'never' ? '—' : t(`handoff.${entry.handoff}`)),
    },
    { title: t('entry.state'), key: 'state', width: 110, render: (_, row) => <StateChip row={row} /> },
  ]
}

function NoEntries() {
  const { t } = useTranslation()
  const { may } = useMe()
  const navigate = useNavigate({ from: '/knowledge' })
  return (
    <Empty
      icon="book"
      title={t('knowledge.none')}
      text={t('knowledge.noneText')}
      act={
        may('knowledge:write') && (
          <Button type="primary" onClick={() => navigate({ search: (before) => ({ ...before, entry: 'new' }) })}>
            {t('knowledge.first')}
          </Button>
        )
      }
    />
  )
}
