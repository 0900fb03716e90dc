import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { Conflicts } from './conflicts.tsx'
import { OfferDrawer } from './offer-drawer.tsx'
import { OfferFilters, SPANS, useShown } from './offer-filters.tsx'
import { StopSwitch } from './stop-switch.tsx'
import { Timeline } from './timeline.tsx'
import { useConflicts } from './use-conflicts.ts'
import { useOffers } from './use-offers.ts'
import './offers.css'

/** What holds now, soon and before, daily and in live rooms; what contradicts what; and the stop of it all. */
export function OffersPage() {
  const { shop } = useShop()
  if (!shop) return <PageWaiting />
  return <Offers key={shop.shopId} shopId={shop.shopId} />
}

function Offers({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { tab, offer, kind } = useSearch({ from: '/offers' })
  const navigate = useNavigate({ from: '/offers' })
  const query = useOffers(shopId, kind)
  const open = (offerId: string | undefined) => navigate({ search: (before) => ({ ...before, offer: offerId }) })
  const acts = may('offers:write') && (
    <>
      <Button type="primary" onClick={() => open('new')} icon={<Icon name="plus" size={16} />} data-testid="new-offer">
        {t('offers.new')}
      </Button>
    </>
  )
  return (
    <Page title={t('page.offers')} hint={t('offers.hint')} acts={acts} isWide>
      <StopSwitch shopId={shopId} />
      <section className="card">
        <Tabs
          activeKey={tab ?? 'timeline'}
          onChange={(key) => navigate({ search: (before) => ({ ...before, tab: key }) })}
          items={[
            { key: 'timeline', label: t('offers.timeline'), children: <TimelineTab shopId={shopId} /> },
            {
              key: 'conflicts',
              label: <ConflictsLabel shopId={shopId} />,
              children: <Conflicts shopId={shopId} offers={query.data?.items ?? []} />,
            },
          ]}
        />
      </section>
      {offer && (
        <OfferDrawer shopId={shopId} offerId={offer} offers={query.data?.items ?? []} onClose={() => open(undefined)} />
      )}
    </Page>
  )
}

function ConflictsLabel({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const count = useConflicts(shopId).data?.items.length ?? 0
  return (
    <>
      {t('offers.conflicts')} {count > 0 && <span className="chip chip-warn">{count}</span>}
    </>
  )
}

function TimelineTab({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const { kind, span } = useSearch({ from: '/offers' })
  const query = useOffers(shopId, kind)
  const shown = useShown()
  const [at] = useState(() => Date.now())
  const conflicts = useConflicts(shopId).data?.items ?? []
  const width = SPANS[span === 'day' || span === 'month' ? span : 'week']
  return (
    <Loaded query={query} rows={8}>
      {({ items, next }) => {
        const offers = items.filter((one) => shown(one, at))
        return (
          <>
            <OfferFilters offers={items} />
            {offers.length === 0 ? (
              <Empty icon="tag" title={t('offers.none')} text={t('offers.noneText')} />
            ) : (
              <Timeline
                offers={offers}
                conflicts={conflicts}
                at={at}
                shown={{ from: at - width / 3, to: at + width }}
              />
            )}
            {next !== null && <p className="quiet">{t('offers.tooMany')}</p>}
          </>
        )
      }}
    </Loaded>
  )
}
