import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { diagnose } from '../api/knowledge.ts'
import type { EntryBody } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import { useDebounced } from '../ui/use-debounced.ts'
import { trimmed } from './empty-entry.ts'
import { useScenarioTitle } from './use-scenarios.ts'

interface DiagnosesProps {
  readonly scopeId: string
  readonly entry: EntryBody
  readonly entryId: string | undefined
}

const PAUSE_MS = 700

/** What is likely wrong with it, while it is being written. */
export function Diagnoses({ scopeId, entry, entryId }: DiagnosesProps) {
  const { t, i18n } = useTranslation()
  const titleOf = useScenarioTitle()
  const sent = useDebounced(trimmed(entry), PAUSE_MS)
  const text = JSON.stringify(sent)
  const { data: found } = useQuery({
    queryKey: ['diagnosis', scopeId, entryId, text],
    queryFn: () => diagnose(scopeId, sent, entryId),
    enabled: sent.phrasings.length > 0 && sent.answers.every(({ texts }) => texts.length > 0),
    retry: false,
  })
  if (!found || found.items.length === 0) return null
  return (
    <ul className="diagnoses" aria-label={t('entry.diagnosis')}>
      {found.items.map((one) => {
        const key = `diagnosis.${one.code}`
        return (
          <li key={`${one.code} ${one.path} ${one.other}`} className={one.severity}>
            <Icon name="alert" size={16} />
            <span>
              {i18n.exists(key) ? t(key, { other: one.other ? titleOf(one.other) : '' }) : one.message}
              <span className="mono quiet"> {one.path}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
