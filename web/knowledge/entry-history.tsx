import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { entryHistory } from '../api/knowledge.ts'
import type { Entry } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { When } from '../ui/when.tsx'
import { useRollBack } from './use-roll-back.ts'

interface HistoryProps {
  readonly scopeId: string
  readonly entryId: string
  readonly onTake: (entry: Entry) => void
}

/** Every wording that was ever published; one of them can be taken back into the form. */
export function EntryHistory({ scopeId, entryId, onTake }: HistoryProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const back = useRollBack(scopeId)
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
                  <div className="row wrap">
                    <Button size="small" onClick={() => onTake(wording.entry)}>
                      {t('history.take')}
                    </Button>
                    {may('knowledge:write') && wording.until !== null && (
                      <Popconfirm
                        title={t('releases.backAsk', { number: wording.since })}
                        description={t('history.backText')}
                        okText={t('releases.back')}
                        onConfirm={() => back.mutate(wording.since)}
                      >
                        <Button size="small" loading={back.isPending} data-testid="history-back">
                          {t('history.back', { number: wording.since })}
                        </Button>
                      </Popconfirm>
                    )}
                  </div>
                </div>
              </div>
            ))}
          </div>
        )
      }
    </Loaded>
  )
}
