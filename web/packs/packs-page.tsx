import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Segmented, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { get, post, put } from '../api/request.ts'
import type { Entry, Listed } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { listPacks, listScenarios, type PackHead, titleIn } from '../knowledge/use-scenarios.ts'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { ScenarioList } from './scenario-list.tsx'
import { type Subscription, usePackChange } from './use-pack-change.ts'
import './packs.css'

/** What the robot knows before anybody teaches it, and which of it this shop uses. */
export function PacksPage() {
  const { t } = useTranslation()
  const { shop } = useShop()
  const packs = useQuery({ queryKey: ['packs'], queryFn: listPacks, staleTime: Number.POSITIVE_INFINITY })
  if (!shop) return <PageWaiting />
  return (
    <Page title={t('page.packs')} hint={t('packs.hint')}>
      <Loaded query={packs}>{({ items }) => <Packs shopId={shop.shopId} packs={items} />}</Loaded>
    </Page>
  )
}

function Packs({ shopId, packs }: { readonly shopId: string; readonly packs: readonly PackHead[] }) {
  const { pack: wanted } = useSearch({ from: '/packs' })
  const query = useQuery({
    queryKey: ['shop-packs', shopId],
    queryFn: () => get<Listed<Subscription>>(`/shops/${shopId}/packs`),
  })
  return (
    <Loaded query={query}>
      {({ items }) => {
        const shown =
          packs.find(({ packId }) => packId === wanted) ??
          packs.find(({ packId }) => items.some((one) => one.packId === packId)) ??
          packs[0]
        const used = items.find(({ packId }) => packId === shown?.packId) ?? null
        return (
          <>
            <div className="packs">
              {packs.map((pack) => (
                <PackCard
                  key={pack.packId}
                  pack={pack}
                  used={items.find(({ packId }) => packId === pack.packId) ?? null}
                  shopId={shopId}
                  isShown={pack === shown}
                />
              ))}
            </div>
            {shown && <Scenarios key={shown.packId} pack={shown} used={used} shopId={shopId} />}
          </>
        )
      }}
    </Loaded>
  )
}

interface CardProps {
  readonly pack: PackHead
  readonly used: Subscription | null
  readonly shopId: string
  readonly isShown: boolean
}

function PackCard({ pack, used, shopId, isShown }: CardProps) {
  const { t, i18n } = useTranslation()
  const { may } = useMe()
  const navigate = useNavigate({ from: '/packs' })
  const change = usePackChange(shopId)
  const { packId } = pack
  const title = titleIn(pack.title, i18n.language)
  const isOld = used !== null && used.version !== pack.version
  return (
    <div className={isShown ? 'card pack pack-shown' : 'card pack'}>
      <div className="row between">
        <button
          type="button"
          className="entry-open pack-title"
          onClick={() => navigate({ search: (before) => ({ ...before, pack: packId, topic: undefined }) })}
        >
          <Icon name="box" /> {title}
        </button>
        {used ? (
          <Switch
            checked={used.enabled}
            disabled={!may('knowledge:write')}
            aria-label={t('packs.use', { title })}
            onChange={(enabled) => change.mutate(() => put(`/shops/${shopId}/packs/${packId}`, { enabled }))}
          />
        ) : (
          <Button
            size="small"
            disabled={!may('knowledge:write')}
            onClick={() => change.mutate(() => post(`/shops/${shopId}/packs/${packId}/subscribe`))}
          >
            {t('packs.subscribe')}
          </Button>
        )}
      </div>
      <span className="pack-count">{pack.scenarios}</span>
      <span className="quiet">{t('packs.scenarios')}</span>
      <div className="row wrap">
        <span className="chip">{t('packs.version', { version: used?.version ?? pack.version })}</span>
        {used && used.disabledScenarios.length > 0 && (
          <span className="chip chip-warn">{t('packs.off', { count: used.disabledScenarios.length })}</span>
        )}
        {isOld && (
          <Button size="small" onClick={() => change.mutate(() => post(`/shops/${shopId}/packs/${packId}/subscribe`))}>
            {t('packs.upgrade', { version: pack.version })}
          </Button>
        )}
      </div>
    </div>
  )
}

interface ScenariosProps {
  readonly pack: PackHead
  readonly used: Subscription | null
  readonly shopId: string
}

function Scenarios({ pack, used, shopId }: ScenariosProps) {
  const { t } = useTranslation()
  const { find, topic } = useSearch({ from: '/packs' })
  const navigate = useNavigate({ from: '/packs' })
  const query = useQuery({
    queryKey: ['scenarios', pack.packId],
    queryFn: () => listScenarios(pack.packId),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section className="card card-flush">
      <div className="knowledge-find">
        <Input
          allowClear
          prefix={<Icon name="search" size={16} />}
          placeholder={t('packs.find')}
          aria-label={t('packs.find')}
          value={find ?? ''}
          onChange={({ target }) =>
            navigate({ search: (before) => ({ ...before, find: target.value || undefined }), replace: true })
          }
        />
        {query.data && <Topics entries={query.data.items} topic={topic} />}
      </div>
      <Loaded query={query}>
        {({ items }) => <ScenarioList entries={items} used={used} shopId={shopId} find={find} topic={topic} />}
      </Loaded>
    </section>
  )
}

function Topics({ entries, topic }: { readonly entries: readonly Entry[]; readonly topic: string | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/packs' })
  const topics = [...new Set(entries.map((entry) => entry.topic))]
  return (
    <Segmented
      className="pack-topics"
      aria-label={t('knowledge.topics')}
      value={topic ?? ''}
      options={[
        { value: '', label: t('owner.any') },
        ...topics.map((one) => ({ value: one, label: t(`topic.${one}`) })),
      ]}
      onChange={(one) => navigate({ search: (before) => ({ ...before, topic: one || undefined }) })}
    />
  )
}
