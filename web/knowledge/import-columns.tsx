import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OwnField, OwnTable } from '../api/knowledge.ts'

interface ColumnsProps {
  readonly table: OwnTable
  readonly isBusy: boolean
  readonly onChange: (columns: OwnTable['columns']) => void
}

const FIELDS = ['none', 'question', 'answer', 'phrasings', 'topic', 'stages'] as const
/** Only these may stand in one column each. */
const SINGLE: ReadonlySet<OwnField | null> = new Set(['question', 'answer'])

/** What each column of an owner's own table is, with its first rows beside it. */
export function ImportColumns({ table, isBusy, onChange }: ColumnsProps) {
  const { t } = useTranslation()
  const say = (at: number, field: OwnField | null) =>
    onChange(
      table.columns.map((old, place) => (place === at ? field : SINGLE.has(field) && old === field ? null : old)),
    )
  return (
    <div className="stack" data-testid="import-columns">
      <p className="quiet">{t('import.mapText')}</p>
      <ul className="import-columns">
        {table.header.map((header, at) => {
          const name = header === '' ? t('import.noName', { at: at + 1 }) : header
          return (
            <li key={`${at} ${header}`}>
              <strong className="clip">{name}</strong>
              <Select<(typeof FIELDS)[number]>
                aria-label={t('import.mapOf', { name })}
                value={table.columns[at] ?? 'none'}
                disabled={isBusy}
                options={FIELDS.map((value) => ({ value, label: t(`import.field-${value}`) }))}
                onChange={(field) => say(at, field === 'none' ? null : field)}
              />
              <span className="quiet small clip">
                {table.rows
                  .map((row) => row[at] ?? '')
                  .filter((text) => text !== '')
                  .join(' · ')}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
