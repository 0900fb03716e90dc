import { Button, Checkbox, Modal, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readChoice, writeChoice } from './choice.ts'
import { Icon } from './icon.tsx'

interface Shown<Row> {
  readonly columns: TableColumnsType<Row>
  readonly picker: ReactNode
}

/** Columns that somebody wants to see, remembered on this machine; the first, which leads on, always stays. */
export function useColumnsShown<Row>(table: string, person: string, all: TableColumnsType<Row>): Shown<Row> {
  const { t } = useTranslation()
  const place = `xiaoer.columns.${table}.${person}`
  const [hidden, setHidden] = useState<readonly string[]>(() => readHidden(place))
  const [isOpen, setOpen] = useState(false)
  const choose = (next: readonly string[]) => {
    writeChoice(place, next.join(' '))
    setHidden(next)
  }
  const optional = all.slice(1)
  const shown = optional.filter(({ key }) => !hidden.includes(String(key)))
  return {
    columns: [...all.slice(0, 1), ...shown],
    picker: (
      <>
        <Button
          icon={<Icon name="columns" size={16} />}
          aria-label={t('columns.choose')}
          onClick={() => setOpen(true)}
          data-testid="columns"
        >
          <span className="wide-only">{t('columns.open')}</span>
        </Button>
        <Modal open={isOpen} width={320} title={t('columns.choose')} footer={null} onCancel={() => setOpen(false)}>
          <Checkbox.Group<string>
            className="column-list"
            value={shown.map(({ key }) => String(key))}
            options={optional.map(({ key, title }) => ({
              value: String(key),
              label: typeof title === 'string' ? title : String(key),
            }))}
            onChange={(kept) => choose(optional.map(({ key }) => String(key)).filter((key) => !kept.includes(key)))}
          />
        </Modal>
      </>
    ),
  }
}

const readHidden = (place: string): readonly string[] => (readChoice(place) ?? '').split(' ').filter(Boolean)
