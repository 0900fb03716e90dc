import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { entryHistory } from '../api/knowledge.ts'
import type { Entry } from '../api/shapes.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { When } from '../ui/when.tsx'

interface HistoryProps {
  readonly scopeId: string
  readonly entryId: string
  readonly onTake: (entry: Entry) => void
}

/** Every wording that was ever published; one of them can be taken back into the form. */
export function EntryHistory({ scopeId, entryId, onTake }: HistoryProps) {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: ['history', scopeId, entryId], queryFn: () => entryHistory(scopeId, entryId) })
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="history" title={t('history.none')} text={t('history.noneText')} />
        ) : (
          <div className="stack">
            {items.map((wording) => (
              <div key={wording.since} className="card">
                <div className="row between">
                  <strong>{t('history.release', { number: wording.since })}</strong>
                  <span className="quiet small">
                    <When at={wording.publishedAt} />
                  </span>
                </div>
                <p>{wording.entry.answers[0]?.texts[0]}</p>
                <div className="row between">
                  <span className="quiet small">
                    {t('history.counts', {
                      phrasings: wording.entry.phrasings.length,
                      answers: wording.entry.answers.length,
                    })}
                  </span>
                  <Button size="small" onClick={() => onTake(wording.entry)}>
                    {t('history.take')}
                  </Button>
                </div>
              </div>
            ))}
          </div>
        )
      }
    </Loaded>
  )
}
