import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { diffReleases, listReleases } from '../api/knowledge.ts'
import type { Release } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { When } from '../ui/when.tsx'
import { PublishButton } from './publish-button.tsx'
import { ReleaseDiff } from './release-diff.tsx'
import { useRollBack } from './use-roll-back.ts'
import { useScope } from './use-scope.ts'
import './knowledge.css'

/** What was published, when and by whom; what each release changed; back to any of them. */
export function ReleasesPage() {
  const { t } = useTranslation()
  const { may } = useMe()
  const { scopeId } = useScope()
  const query = useQuery({
    queryKey: ['releases', scopeId],
    queryFn: () => listReleases(scopeId ?? ''),
    enabled: scopeId !== null,
  })
  return (
    <Page
      title={t('page.releases')}
      hint={t('releases.hint')}
      acts={scopeId && may('knowledge:write') && <PublishButton scopeId={scopeId} />}
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Empty
                icon="history"
                title={t('releases.none')}
                text={t('releases.noneText')}
                act={<Link to="/knowledge">{t('releases.toKnowledge')}</Link>}
              />
            </div>
          ) : (
            <Releases items={items} scopeId={scopeId ?? ''} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Releases({ items, scopeId }: { readonly items: readonly Release[]; readonly scopeId: string }) {
  const { release: wanted } = useSearch({ from: '/releases' })
  const shown = items.find(({ release }) => String(release) === wanted) ?? items[0]
  return (
    <div className="releases">
      <div className="stack">
        {items.map((one, index) => (
          <ReleaseCard
            key={one.release}
            release={one}
            isLatest={index === 0}
            isShown={one === shown}
            scopeId={scopeId}
          />
        ))}
      </div>
      {shown && <Changes scopeId={scopeId} release={shown.release} />}
    </div>
  )
}

function Changes({ scopeId, release }: { readonly scopeId: string; readonly release: number }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['diff', scopeId, release],
    queryFn: () => diffReleases(scopeId, release - 1, release),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section className="card" aria-label={t('releases.changes', { number: release })}>
      <h2>{t('releases.changes', { number: release })}</h2>
      <Loaded query={query}>{(diff) => <ReleaseDiff diff={diff} />}</Loaded>
    </section>
  )
}

interface CardProps {
  readonly release: Release
  readonly isLatest: boolean
  readonly isShown: boolean
  readonly scopeId: string
}

function ReleaseCard({ release, isLatest, isShown, scopeId }: CardProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const back = useRollBack(scopeId)
  const { added, changed, removed } = release.summary
  return (
    <div className={isShown ? 'card release release-shown' : 'card release'}>
      <div className="row between">
        <Link
          to="/releases"
          search={(before) => ({ ...before, release: String(release.release) })}
          className="release-number"
        >
          {t('history.release', { number: release.release })}
        </Link>
        {isLatest && <span className="chip chip-good">{t('releases.now')}</span>}
      </div>
      <p>{release.note || <span className="quiet">{t('releases.noNote')}</span>}</p>
      <div className="row wrap">
        <span className="chip chip-good">+{added.length}</span>
        <span className="chip chip-warn">~{changed.length}</span>
        <span className="chip chip-bad">−{removed.length}</span>
        <span className="quiet small grow">
          <When at={release.publishedAt} />
        </span>
        {!isLatest && may('knowledge:write') && (
          <Popconfirm
            title={t('releases.backAsk', { number: release.release })}
            okText={t('releases.back')}
            onConfirm={() => back.mutate(release.release)}
          >
            <Button size="small" loading={back.isPending} data-testid="roll-back">
              {t('releases.back')}
            </Button>
          </Popconfirm>
        )}
      </div>
    </div>
  )
}
