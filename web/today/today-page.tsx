import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { readFigures } from '../api/figures.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { FigureCards } from './figure-cards.tsx'
import { HourChart } from './hour-chart.tsx'
import { type Compared, isSpan, periodsOf, SPANS, type Span } from './periods.ts'
import { ToDo } from './to-do.tsx'
import './today.css'

const REFRESH_MS = 30_000

/** How the robot did today: every number counted from the turns themselves, with its formula and its n. */
export function TodayPage() {
  const { t } = useTranslation()
  const { shop, isPending } = useShop()
  const { day } = useSearch({ from: '/' })
  const span = isSpan(day) ? day : 'today'
  if (!shop) return isPending ? <PageWaiting /> : <NoShop />
  return (
    <Page title={t('page.today')} hint={t('today.hint', { shop: shop.name })} acts={<Spans span={span} />}>
      <ToDo shop={shop} />
      <Numbers shopId={shop.shopId} periods={periodsOf(span, Date.now())} />
    </Page>
  )
}

function Spans({ span }: { readonly span: Span }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/' })
  return (
    <Segmented<Span>
      aria-label={t('today.span')}
      value={span}
      options={SPANS.map((one) => ({ value: one, label: t(`span.${one}`) }))}
      onChange={(one) => navigate({ search: (before) => ({ ...before, day: one === 'today' ? undefined : one }) })}
    />
  )
}

function Numbers({ shopId, periods }: { readonly shopId: string; readonly periods: Compared }) {
  const { t } = useTranslation()
  const now = useQuery({
    queryKey: ['figures', shopId, periods.now],
    queryFn: () => readFigures(shopId, periods.now),
    placeholderData: (before) => before,
    refetchInterval: REFRESH_MS,
  })
  const { data: before } = useQuery({
    queryKey: ['figures', shopId, periods.before],
    queryFn: () => readFigures(shopId, periods.before),
    placeholderData: (known) => known,
  })
  return (
    <Loaded query={now} rows={10}>
      {(figures) =>
        figures.turns === 0 ? (
          <div className="card">
            <Empty
              icon="chart"
              title={t('today.none')}
              text={t('today.noneText')}
              act={<Link to="/lab">{t('talks.tryIt')}</Link>}
            />
          </div>
        ) : (
          <>
            <FigureCards figures={figures} before={before ?? null} period={periods.now} />
            <HourChart hours={figures.hours} period={periods.now} />
          </>
        )
      }
    </Loaded>
  )
}

function NoShop() {
  const { t } = useTranslation()
  const { may } = useMe()
  // Where there is no shop there are no figures either: the way to both is the wizard.
  if (may('shops:write')) return <Navigate to="/setup" replace />
  return (
    <div className="page">
      <div className="card">
        <Empty
          icon="store"
          title={t('today.noShop')}
          text={t('today.noShopText')}
          act={<Link to="/setup">{t('today.setUp')}</Link>}
        />
      </div>
    </div>
  )
}
