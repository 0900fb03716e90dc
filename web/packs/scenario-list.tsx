import { Link } from '@tanstack/react-router'
import { Pagination, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { put } from '../api/request.ts'
import type { Entry } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { titleIn } from '../knowledge/use-scenarios.ts'
import { Empty } from '../ui/empty.tsx'
import { type Subscription, usePackChange } from './use-pack-change.ts'

interface ListProps {
  readonly entries: readonly Entry[]
  readonly used: Subscription | null
  readonly shopId: string
  readonly find: string | undefined
  readonly topic: string | undefined
}

const PAGE = 20

/** What a pack recognises and says; a scenario can be switched off, or said in the shop's own words. */
export function ScenarioList({ entries, used, shopId, find, topic }: ListProps) {
  const { t } = useTranslation()
  const [page, setPage] = useState(1)
  const words = find?.trim().toLowerCase()
  const shown = entries.filter(
    (entry) =>
      (!topic || entry.topic === topic) &&
      (!words ||
        [entry.title.zh, entry.title.en, ...entry.phrasings].some((text) => text?.toLowerCase().includes(words))),
  )
  if (shown.length === 0)
    return <Empty icon="search" title={t('talks.nothingFound')} text={t('talks.nothingFoundText')} />
  const at = Math.min(page, Math.ceil(shown.length / PAGE))
  return (
    <>
      {shown.slice((at - 1) * PAGE, at * PAGE).map((entry) => (
        <Scenario key={entry.entryId} entry={entry} used={used} shopId={shopId} />
      ))}
      <div className="more">
        <Pagination
          current={at}
          pageSize={PAGE}
          total={shown.length}
          onChange={setPage}
          showSizeChanger={false}
          hideOnSinglePage
        />
      </div>
    </>
  )
}

function Scenario({
  entry,
  used,
  shopId,
}: {
  readonly entry: Entry
  readonly used: Subscription | null
  readonly shopId: string
}) {
  const { t, i18n } = useTranslation()
  const { may } = useMe()
  const change = usePackChange(shopId)
  const title = titleIn(entry.title, i18n.language)
  const answer = entry.answers.at(-1)
  const text = i18n.language === 'en' ? (answer?.textsEn[0] ?? answer?.texts[0]) : answer?.texts[0]
  return (
    <div className="scenario">
      <div className="grow">
        <strong>{title}</strong> <span className="chip">{t('entry.answersOf', { count: entry.answers.length })}</span>
        <div className="quiet small clip">{entry.phrasings.slice(0, 5).join(' · ')}</div>
        {text && <div className="small">{text}</div>}
      </div>
      {may('knowledge:write') && (
        <Link to="/knowledge" search={{ entry: `fix:${entry.entryId}` }} className="scenario-fix">
          {t('packs.reword')}
        </Link>
      )}
      {used && (
        <Switch
          size="small"
          checked={used.enabled && !used.disabledScenarios.includes(entry.entryId)}
          disabled={!may('knowledge:write') || !used.enabled}
          loading={change.isPending}
          aria-label={t('packs.use', { title })}
          onChange={(enabled) =>
            change.mutate(() => put(`/shops/${shopId}/packs/${used.packId}/scenarios/${entry.entryId}`, { enabled }))
          }
        />
      )}
    </div>
  )
}
