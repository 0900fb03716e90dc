import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented, Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { listOrders } from '../api/goods.ts'
import type { Order } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Page } from '../ui/page.tsx'
import { sayMoney } from '../ui/say.ts'
import { useColumnsShown } from '../ui/use-columns-shown.tsx'
import { SavedViews } from '../views/saved-views.tsx'
import { PageWaiting, Waiting } from '../ui/waiting.tsx'
import { When } from '../ui/when.tsx'
import { FreshChip } from './fresh-chip.tsx'
import { Freshness } from './freshness.tsx'
import { OrderDrawer } from './order-drawer.tsx'
import './goods.css'

const FILTERS = ['state', 'customer'] as const
const STATES = ['', 'unpaid', 'paid', 'shipped', 'received', 'completed', 'closed'] as const

/** Orders as the robot sees them; names, phones and doors stay masked until somebody asks, and that is written down. */
export function OrdersPage() {
  const { t } = useTranslation()
  const { shop } = useShop()
  const { order, state } = useSearch({ from: '/orders' })
  const navigate = useNavigate({ from: '/orders' })
  const { me } = useMe()
  const { columns, picker } = useColumnsShown('orders', me?.staff.staffId ?? '', useColumns())
  if (!shop) return <PageWaiting />
  return (
    <Page title={t('page.orders')} hint={t('orders.hint')}>
      <Freshness shopId={shop.shopId} />
      <section className="card card-flush">
        <div className="knowledge-find">
          <Segmented
            className="pack-topics"
            aria-label={t('orders.state')}
            value={state ?? ''}
            options={STATES.map((one) => ({ value: one, label: t(one ? `order-state.${one}` : 'owner.any') }))}
            onChange={(one) => navigate({ search: (before) => ({ ...before, state: one || undefined }) })}
          />
          <div className="row wrap find-acts">
            <SavedViews page="orders" filters={FILTERS} />
            {picker}
          </div>
        </div>
        <Orders key={shop.shopId} shopId={shop.shopId} columns={columns} />
      </section>
      {order && <OrderDrawer shopId={shop.shopId} orderId={order} />}
    </Page>
  )
}

interface OrdersProps {
  readonly shopId: string
  readonly columns: TableColumnsType<Order>
}

function Orders({ shopId, columns }: OrdersProps) {
  const { t } = useTranslation()
  const { state, customer: customerId } = useSearch({ from: '/orders' })
  const navigate = useNavigate({ from: '/orders' })
  const query = useInfiniteQuery({
    queryKey: ['orders', shopId, state, customerId],
    queryFn: ({ pageParam }) => listOrders(shopId, { state, customerId, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  if (query.isError && !query.data) return <Failed error={query.error} onRetry={() => query.refetch()} />
  if (!query.data) return <Waiting rows={8} />
  const orders = query.data.pages.flatMap(({ items }) => items)
  if (orders.length === 0) return <Empty icon="receipt" title={t('orders.none')} text={t('goods.noneText')} />
  return (
    <div className="table-scroll" tabIndex={0} role="group">
      <Table<Order>
        rowKey="orderId"
        columns={columns}
        dataSource={orders}
        pagination={false}
        onRow={({ orderId }) => ({
          className: 'row-link',
          onClick: () => navigate({ search: (before) => ({ ...before, order: orderId }) }),
        })}
      />
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

function useColumns(): TableColumnsType<Order> {
  const { t, i18n } = useTranslation()
  return [
    {
      title: t('orders.order'),
      key: 'order',
      render: (_: unknown, order: Order) => (
        <div className="entry-cell">
          <button type="button" className="entry-open">
            {order.lines[0]?.title}
          </button>
          <span className="quiet small clip">
            {order.orderId} ·{' '}
            {t('orders.pieces', { count: order.lines.reduce((sum, { quantity }) => sum + quantity, 0) })}
          </span>
        </div>
      ),
    },
    {
      title: t('orders.state'),
      key: 'state',
      width: 110,
      render: (_: unknown, { state }: Order) => <span className="chip chip-blue">{t(`order-state.${state}`)}</span>,
    },
    {
      title: t('orders.total'),
      key: 'total',
      width: 120,
      render: (_: unknown, { total }: Order) => sayMoney(total, i18n.language),
    },
    { title: t('orders.customer'), key: 'customer', dataIndex: 'customerId', width: 120 },
    {
      title: t('orders.placed'),
      key: 'placed',
      width: 130,
      render: (_: unknown, { placedAt }: Order) => <When at={placedAt} />,
    },
    {
      title: t('goods.fresh'),
      key: 'fresh',
      width: 130,
      render: (_: unknown, order: Order) => <FreshChip {...order} />,
    },
  ]
}
