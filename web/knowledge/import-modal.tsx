import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal, Steps, Table, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applyImport, exportAddress, type Preview, previewImport, undoImport } from '../api/knowledge.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { entriesKey } from './use-entries.ts'
import { useSayProblem } from './use-say-problem.ts'

interface ImportProps {
  readonly scopeId: string
  readonly onClose: () => void
}

const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

interface Chosen {
  readonly file: Blob
  readonly preview: Preview
}

/** Template, upload, check row by row, apply into drafts, undo. */
export function ImportModal({ scopeId, onClose }: ImportProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [done, setDone] = useState<{ importId: string; drafts: number } | null>(null)
  const queries = useQueryClient()
  const onError = useProblem()
  const look = useMutation({
    mutationFn: async (picked: File) => {
      // Browsers without a spreadsheet program call an XLSX file "unknown".
      const file = new Blob([picked], { type: /\.csv$/i.test(picked.name) ? CSV : XLSX })
      return { file, preview: await previewImport(scopeId, file) }
    },
    onSuccess: setChosen,
    onError,
  })
  const apply = useMutation({
    mutationFn: ({ file, preview }: Chosen) => applyImport(scopeId, file, preview.workspace),
    onSuccess: async (result) => {
      setDone(result)
      await queries.invalidateQueries({ queryKey: entriesKey(scopeId) })
    },
    onError,
  })
  const isSound = chosen !== null && chosen.preview.problems.length === 0
  return (
    <Modal
      open
      width={760}
      title={t('import.title')}
      onCancel={onClose}
      footer={
        chosen && !done ? (
          <>
            <Button onClick={() => setChosen(null)}>{t('import.other')}</Button>
            <Button
              type="primary"
              disabled={!isSound}
              loading={apply.isPending}
              onClick={() => apply.mutate(chosen)}
              data-testid="import-apply"
            >
              {t('import.apply', { count: changesIn(chosen.preview) })}
            </Button>
          </>
        ) : null
      }
    >
      <Steps
        size="small"
        current={done ? 3 : chosen ? 2 : 0}
        items={['template', 'upload', 'check', 'result'].map((key) => ({ title: t(`import.${key}`) }))}
      />
      <div className="import-body">
        {!chosen && <Choose scopeId={scopeId} isBusy={look.isPending} onFile={(file) => look.mutate(file)} />}
        {chosen && !done && <Check preview={chosen.preview} />}
        {done && <Result scopeId={scopeId} done={done} onClose={onClose} />}
      </div>
    </Modal>
  )
}

const changesIn = ({ entries }: Preview): number => entries.filter(({ state }) => state !== 'unchanged').length

interface ChooseProps {
  readonly scopeId: string
  readonly isBusy: boolean
  readonly onFile: (file: File) => void
}

function Choose({ scopeId, isBusy, onFile }: ChooseProps) {
  const { t, i18n } = useTranslation()
  return (
    <div className="stack">
      <p className="quiet">
        {t('import.templateText')}{' '}
        <a href={exportAddress(scopeId, 'xlsx', i18n.language === 'en' ? 'en' : 'zh')} download="knowledge.xlsx">
          {t('import.templateGet')}
        </a>
      </p>
      <Upload.Dragger
        accept=".xlsx,.csv"
        showUploadList={false}
        disabled={isBusy}
        beforeUpload={(file) => {
          onFile(file)
          return false
        }}
      >
        <p>
          <Icon name="up" size={28} />
        </p>
        <p>{t(isBusy ? 'import.reading' : 'import.drop')}</p>
        <p className="quiet small">{t('import.limits')}</p>
      </Upload.Dragger>
    </div>
  )
}

function Check({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation()
  const sayProblem = useSayProblem()
  const count = (state: Preview['entries'][number]['state']) =>
    preview.entries.filter((one) => one.state === state).length
  return (
    <div className="stack" data-testid="import-report">
      <div className="row wrap">
        <span className="chip chip-blue">{t('import.new', { count: count('new') })}</span>
        <span className="chip chip-warn">{t('import.changed', { count: count('changed') })}</span>
        <span className="chip">{t('import.same', { count: count('unchanged') })}</span>
        <span className={preview.problems.length > 0 ? 'chip chip-bad' : 'chip chip-good'}>
          {t('import.problems', { count: preview.problems.length })}
        </span>
      </div>
      {preview.problems.length > 0 ? (
        <>
          <p className="quiet">{t('import.fix')}</p>
          <Table
            size="small"
            rowKey={(row) => `${row.sheet} ${row.row} ${row.column} ${row.message}`}
            dataSource={[...preview.problems]}
            pagination={{ pageSize: 8, hideOnSinglePage: true }}
            columns={[
              { title: t('import.sheet'), dataIndex: 'sheet', render: (sheet: string) => t(`import.sheet-${sheet}`) },
              { title: t('import.row'), dataIndex: 'row' },
              { title: t('import.column'), key: 'column', render: (_, problem) => sayProblem(problem).column },
              { title: t('import.message'), key: 'message', render: (_, problem) => sayProblem(problem).message },
            ]}
          />
        </>
      ) : (
        <Table
          size="small"
          rowKey="entryId"
          dataSource={[...preview.entries]}
          pagination={{ pageSize: 8, hideOnSinglePage: true }}
          columns={[
            { title: t('import.row'), dataIndex: 'row', width: 80 },
            { title: t('entry.title'), dataIndex: 'title' },
            {
              title: t('import.becomes'),
              dataIndex: 'state',
              width: 120,
              render: (state: string) => t(`import.is-${state}`),
            },
          ]}
        />
      )}
    </div>
  )
}

interface ResultProps {
  readonly scopeId: string
  readonly done: { readonly importId: string; readonly drafts: number }
  readonly onClose: () => void
}

function Result({ scopeId, done, onClose }: ResultProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const undo = useMutation({
    mutationFn: () => undoImport(scopeId, done.importId),
    onSuccess: async ({ restored }) => {
      await queries.invalidateQueries({ queryKey: entriesKey(scopeId) })
      message.success(t('import.undone', { count: restored }))
      onClose()
    },
    onError: useProblem(),
  })
  return (
    <div className="empty">
      <Icon name="check" size={32} />
      <strong>{t('import.done', { count: done.drafts })}</strong>
      <span className="quiet">{t('import.doneText')}</span>
      <div className="row">
        <Button onClick={() => undo.mutate()} loading={undo.isPending}>
          {t('act.undo')}
        </Button>
        <Button type="primary" onClick={onClose}>
          {t('import.seeDrafts')}
        </Button>
      </div>
    </div>
  )
}
