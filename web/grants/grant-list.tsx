import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listBuyers } from '../api/goods.ts'
import { listGrants } from '../api/offers.ts'
import type { Grant, Offer } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useOfferName } from '../offers/use-offer-name.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { When } from '../ui/when.tsx'
import { GiveModal } from './give-modal.tsx'

interface ListProps {
  readonly shopId: string
  readonly offers: readonly Offer[]
}

const STATES = ['pending', 'claimed', 'used', 'refused'] as const

/** Every coupon given, newest first: of one offer, one buyer, one state. */
export function GrantList({ shopId, offers }: ListProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [isGiving, setGiving] = useState(false)
  const buyers = useQuery({ queryKey: ['buyers', shopId], queryFn: () => listBuyers(shopId) })
  const customers = (buyers.data?.items ?? []).map(({ customerId, name }) => ({ value: customerId, label: name }))
  return (
    <section className="card grants-part">
      <div className="row between wrap">
        <h2>{t('grants.list')}</h2>
        {may('offers:write') && offers.length > 0 && (
          <Button onClick={() => setGiving(true)} data-testid="give">
            {t('grants.give')}
          </Button>
        )}
      </div>
      <Filters offers={offers} customers={customers} />
      <Rows shopId={shopId} offers={offers} nameOf={(id) => customers.find(({ value }) => value === id)?.label ?? id} />
      {isGiving && <GiveModal shopId={shopId} offers={offers} customers={customers} onClose={() => setGiving(false)} />}
    </section>
  )
}

interface FilterProps {
  readonly offers: readonly Offer[]
  readonly customers: readonly { readonly value: string; readonly label: string }[]
}

function Filters({ offers, customers }: FilterProps) {
  const { t } = useTranslation()
  const nameOf = useOfferName()
  const search = useSearch({ from: '/grants' })
  const navigate = useNavigate({ from: '/grants' })
  const put = (change: Partial<typeof search>) => navigate({ search: (before) => ({ ...before, ...change }) })
  const of = (name: 'offer' | 'customer' | 'state', any: string, options: FilterProps['customers']) => (
    <Select
      allowClear
      aria-label={t(`grants.${name}`)}
      placeholder={any}
      showSearch={{ optionFilterProp: 'label' }}
      value={search[name] ?? null}
      options={[...options]}
      onChange={(value: string | null | undefined) => put({ [name]: value ?? undefined })}
    />
  )
  return (
    <div className="row wrap grant-filters">
      {of(
        'offer',
        t('grants.anyOffer'),
        offers.map((offer) => ({ value: offer.offerId, label: nameOf(offer, offer.offerId) })),
      )}
      {of('customer', t('grants.anyCustomer'), customers)}
      {of(
        'state',
        t('grants.anyState'),
        STATES.map((state) => ({ value: state, label: t(`grants.${state}`) })),
      )}
    </div>
  )
}

interface RowsProps extends ListProps {
  nameOf(customerId: string): string
}

function Rows({ shopId, offers, nameOf }: RowsProps) {
  const { t } = useTranslation()
  const { offer: offerId, customer: customerId, state } = useSearch({ from: '/grants' })
  const columns = useColumns(offers, nameOf)
  const query = useInfiniteQuery({
    queryKey: ['grants', shopId, 'list', offerId, customerId, state],
    queryFn: ({ pageParam }) => listGrants(shopId, { offerId, customerId, state, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  if (query.isError && !query.data) return <Failed error={query.error} onRetry={() => query.refetch()} />
  if (!query.data) return <Waiting rows={4} />
  const grants = query.data.pages.flatMap(({ items }) => items)
  if (grants.length === 0) return <Empty icon="receipt" title={t('grants.listNone')} />
  return (
    <div className="table-scroll" tabIndex={0} role="group">
      <Table<Grant> rowKey="grantId" columns={columns} dataSource={grants} pagination={false} />
      {query.hasNextPage && (
        <div className="more">
          <Button onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t('act.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

const CHIPS: Readonly<Record<Grant['state'], string>> = {
  pending: 'chip chip-warn',
  claimed: 'chip chip-good',
  used: 'chip',
  expired: 'chip',
  refused: 'chip chip-bad',
}

function useColumns(offers: readonly Offer[], nameOf: RowsProps['nameOf']): TableColumnsType<Grant> {
  const { t } = useTranslation()
  const nameOfOffer = useOfferName()
  return [
    { title: t('grants.at'), key: 'at', render: (_: unknown, { createdAt }) => <When at={createdAt} /> },
    {
      title: t('grants.offer'),
      key: 'offer',
      render: (_: unknown, { offerId }) =>
        nameOfOffer(
          offers.find((one) => one.offerId === offerId),
          offerId,
        ),
    },
    {
      title: t('grants.customer'),
      key: 'customer',
      render: (_: unknown, { customerId, buyerId }) => (customerId ? nameOf(customerId) : buyerId),
    },
    {
      title: t('grants.state'),
      key: 'state',
      render: (_: unknown, { state }) => <span className={CHIPS[state]}>{t(`grants.${state}`)}</span>,
    },
    {
      title: t('grants.until'),
      key: 'until',
      render: (_: unknown, { validTo }) => (validTo ? <When at={validTo} /> : '—'),
    },
    { title: t('grants.why'), key: 'why', render: (_: unknown, { orderId, reason }) => orderId ?? reason ?? '' },
  ]
}
