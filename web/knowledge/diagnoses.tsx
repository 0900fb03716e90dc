import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { diagnose } from '../api/knowledge.ts'
import type { Diagnosis, EntryBody } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import { useDebounced } from '../ui/use-debounced.ts'
import { trimmed } from './empty-entry.ts'
import { useScenarioTitle } from './use-scenarios.ts'
import { WrittenFigures } from './written-figures.tsx'

interface DiagnosesProps {
  readonly scopeId: string
  readonly entry: EntryBody
  readonly entryId: string | undefined
}

const PAUSE_MS = 700

/** What is likely wrong with it, while it is being written. */
export function Diagnoses({ scopeId, entry, entryId }: DiagnosesProps) {
  const sent = useDebounced(trimmed(entry), PAUSE_MS)
  const text = JSON.stringify(sent)
  const { data: found } = useQuery({
    queryKey: ['diagnosis', scopeId, entryId, text],
    queryFn: () => diagnose(scopeId, sent, entryId),
    enabled: sent.phrasings.length > 0 && sent.answers.every(({ texts }) => texts.length > 0),
    retry: false,
  })
  if (!found) return null
  // What the ledger was asked about is told by its answer.
  const checked = new Set(found.figures.map(({ path }) => path))
  const items = found.items.filter(({ code, path }) => code !== 'hard-figure' || !checked.has(path))
  return (
    <>
      <WrittenFigures figures={found.figures} />
      {items.length > 0 && <Found items={items} />}
    </>
  )
}

function Found({ items }: { readonly items: readonly Diagnosis[] }) {
  const { t, i18n } = useTranslation()
  const titleOf = useScenarioTitle()
  return (
    <ul className="diagnoses" aria-label={t('entry.diagnosis')}>
      {items.map((one) => {
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
