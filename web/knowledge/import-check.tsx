import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Preview } from '../api/knowledge.ts'
import type { Way } from './import-source.tsx'
import { useSayProblem } from './use-say-problem.ts'

interface CheckProps {
  readonly preview: Preview
  readonly way: Way
}

/** What would become of each row, or what keeps it from being read. */
export function ImportCheck({ preview, way }: CheckProps) {
  const { t } = useTranslation()
  const { entries, problems } = preview
  const count = (state: Preview['entries'][number]['state']) => entries.filter((one) => one.state === state).length
  if (entries.length + problems.length === 0) return <p data-testid="import-none">{t('import.none')}</p>
  return (
    <div className="stack" data-testid="import-report">
      <div className="row wrap" role="status">
        <span className="chip chip-blue">{t('import.new', { count: count('new') })}</span>
        <span className="chip chip-warn">{t('import.changed', { count: count('changed') })}</span>
        <span className="chip">{t('import.same', { count: count('unchanged') })}</span>
        <span className={problems.length > 0 ? 'chip chip-bad' : 'chip chip-good'}>
          {t('import.problems', { count: problems.length })}
        </span>
      </div>
      {problems.length > 0 && (
        <>
          <p className="quiet">{t(way === 'paste' ? 'import.fixText' : 'import.fix')}</p>
          <Problems problems={problems} />
        </>
      )}
      {(problems.length === 0 || way === 'paste' || preview.table !== null) && entries.length > 0 && (
        <Entries entries={entries} />
      )}
    </div>
  )
}

function Problems({ problems }: Pick<Preview, 'problems'>) {
  const { t } = useTranslation()
  const sayProblem = useSayProblem()
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.sheet} ${row.row} ${row.column} ${row.message}`}
      dataSource={[...problems]}
      pagination={{ pageSize: 8, hideOnSinglePage: true }}
      columns={[
        { title: t('import.sheet'), dataIndex: 'sheet', render: (sheet: string) => t(`import.sheet-${sheet}`) },
        { title: t('import.row'), dataIndex: 'row' },
        { title: t('import.column'), key: 'column', render: (_, problem) => sayProblem(problem).column },
        { title: t('import.message'), key: 'message', render: (_, problem) => sayProblem(problem).message },
      ]}
    />
  )
}

function Entries({ entries }: Pick<Preview, 'entries'>) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="entryId"
      dataSource={[...entries]}
      pagination={{ pageSize: 8, hideOnSinglePage: true }}
      columns={[
        { title: t('import.row'), dataIndex: 'row', width: 64 },
        {
          title: t('entry.title'),
          key: 'title',
          render: (_, { title, answer }) => (
            <>
              <div>{title}</div>
              <div className="quiet small import-answer">{answer}</div>
            </>
          ),
        },
        {
          title: t('import.becomes'),
          dataIndex: 'state',
          width: 90,
          render: (state: string) => t(`import.is-${state}`),
        },
      ]}
    />
  )
}
