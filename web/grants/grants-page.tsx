import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { grantOverview } from '../api/offers.ts'
import { useShop } from '../frame/use-shop.ts'
import { StopSwitch } from '../offers/stop-switch.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { Budgets } from './budgets.tsx'
import { GrantList } from './grant-list.tsx'
import { OverviewTable } from './overview-table.tsx'
import '../offers/offers.css'
import './grants.css'

const FRESH_MS = 5000

/** What may be given, what was given and what it cost; each of it can be changed or stopped here. */
export function GrantsPage() {
  const { shop } = useShop()
  if (!shop) return <PageWaiting />
  return <Grants key={shop.shopId} shopId={shop.shopId} />
}

function Grants({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['grants', shopId, 'overview'],
    queryFn: () => grantOverview(shopId),
    refetchInterval: FRESH_MS,
  })
  return (
    <Page title={t('page.grants')} hint={t('grants.hint')} isWide>
      <StopSwitch shopId={shopId} />
      <section className="card card-flush" aria-label={t('grants.offer')}>
        <Loaded query={query} rows={5}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="tag" title={t('grants.none')} text={t('grants.noneText')} />
            ) : (
              <OverviewTable shopId={shopId} rows={items} />
            )
          }
        </Loaded>
      </section>
      <Budgets shopId={shopId} />
      <GrantList shopId={shopId} offers={query.data?.items.map(({ offer }) => offer) ?? []} />
    </Page>
  )
}
