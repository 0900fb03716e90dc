import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rule } from '../api/offers.ts'

interface RawProps {
  readonly rule: Rule
  onChange(rule: Rule): void
}

/** The row as the ledger has it: for terms that the form has no field for. */
export function RawRule({ rule, onChange }: RawProps) {
  const { t } = useTranslation()
  const [text, setText] = useState<string | null>(null)
  const read = text === null ? rule : parse(text)
  return (
    <details className="raw-rule small">
      <summary>{t('offers.raw')}</summary>
      <Input.TextArea
        aria-label={t('offers.raw')}
        className="mono"
        autoSize={{ minRows: 4, maxRows: 20 }}
        status={read ? '' : 'error'}
        value={text ?? JSON.stringify(rule, null, 2)}
        onChange={({ target }) => {
          setText(target.value)
          const next = parse(target.value)
          if (next) onChange(next)
        }}
        onBlur={() => read && setText(null)}
      />
      {!read && (
        <span role="alert" className="field-problem">
          {t('offers.rawBad')}
        </span>
      )}
    </details>
  )
}

function parse(text: string): Rule | null {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : null
  } catch {
    return null
  }
}
