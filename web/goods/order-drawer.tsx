import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import { listParcels, listRefunds, readOrder, readOrderUnmasked } from '../api/goods.ts'
import type { Order } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Outward } from '../ui/outward.tsx'
import { sayInstant, sayMoney } from '../ui/say.ts'
import { useProblem } from '../ui/use-problem.ts'
import { FreshChip } from './fresh-chip.tsx'

interface OrderProps {
  readonly shopId: string
  readonly orderId: string
}

export function OrderDrawer({ shopId, orderId }: OrderProps) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/orders' })
  const query = useQuery({ queryKey: ['order', shopId, orderId], queryFn: () => readOrder(shopId, orderId) })
  return (
    <Drawer
      open
      size={600}
      title={t('content.order', { id: orderId })}
      onClose={() => navigate({ search: (before) => ({ ...before, order: undefined }) })}
    >
      <Loaded query={query}>{(order) => <Details order={order} shopId={shopId} />}</Loaded>
    </Drawer>
  )
}

function Details({ order, shopId }: { readonly order: Order; readonly shopId: string }) {
  const { t, i18n } = useTranslation()
  return (
    <div className="stack">
      <div className="row wrap">
        <span className="chip chip-blue">{t(`order-state.${order.state}`)}</span>
        <FreshChip {...order} />
        <Outward url={order.url}>{t('goods.open')}</Outward>
      </div>
      {order.lines.map((line) => (
        <div key={`${line.productId} ${line.skuId}`} className="row">
          {line.picture ? <img className="thumb" src={line.picture} alt="" /> : <span className="thumb" />}
          <span className="grow">
            {line.title}
            <span className="card-line">{Object.values(line.options).join(' / ')}</span>
          </span>
          <span>
            {sayMoney(line.price, i18n.language)} × {line.quantity}
          </span>
        </div>
      ))}
      <dl className="facts">
        <dt>{t('orders.total')}</dt>
        <dd>
          {sayMoney(order.total, i18n.language)}{' '}
          <span className="quiet">{t('orders.freight', { amount: sayMoney(order.freight, i18n.language) })}</span>
        </dd>
        <dt>{t('orders.customer')}</dt>
        <dd>{order.customerId}</dd>
        <dt>{t('orders.placed')}</dt>
        <dd>{sayInstant(order.placedAt, i18n.language)}</dd>
      </dl>
      <Address order={order} shopId={shopId} />
      <Parcels shopId={shopId} orderId={order.orderId} />
      <Refunds shopId={shopId} orderId={order.orderId} />
    </div>
  )
}

function Address({ order, shopId }: { readonly order: Order; readonly shopId: string }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const look = useMutation({ mutationFn: () => readOrderUnmasked(shopId, order.orderId), onError: useProblem() })
  const { address } = look.data ?? order
  return (
    <div className="card">
      <div className="row between">
        <strong>
          {address.name} {address.phone}
        </strong>
        {may('orders:unmask') && !look.data && (
          <Button size="small" onClick={() => look.mutate()} loading={look.isPending} title={t('orders.unmaskText')}>
            {t('orders.unmask')}
          </Button>
        )}
      </div>
      <span className="quiet">
        {address.province}
        {address.city}
        {address.district}
        {address.street}
      </span>
    </div>
  )
}

function Parcels({ shopId, orderId }: OrderProps) {
  const { t, i18n } = useTranslation()
  const { data: page } = useQuery({
    queryKey: ['parcels', shopId, orderId],
    queryFn: () => listParcels(shopId, orderId),
  })
  return page?.items.map((parcel) => (
    <section key={parcel.parcelId}>
      <h3 className="section-title">
        {parcel.company} <span className="mono">{parcel.number}</span>{' '}
        <span className="chip">{t(`parcel-state.${parcel.state}`)}</span>
      </h3>
      <Timeline
        items={parcel.events.toReversed().map((event) => ({
          key: `${event.at} ${event.text}`,
          content: (
            <>
              {event.text}
              <span className="card-line">{sayInstant(event.at, i18n.language)}</span>
            </>
          ),
        }))}
      />
    </section>
  ))
}

function Refunds({ shopId, orderId }: OrderProps) {
  const { t, i18n } = useTranslation()
  const { data: page } = useQuery({
    queryKey: ['refunds', shopId, orderId],
    queryFn: () => listRefunds(shopId, orderId),
  })
  return page?.items.map((refund) => (
    <div key={refund.refundId} className="card">
      <div className="row between">
        <strong>
          {t(`refund-kind.${refund.kind}`)} {sayMoney(refund.amount, i18n.language)}
        </strong>
        <span className="chip chip-warn">{t(`refund-state.${refund.state}`)}</span>
      </div>
      <span className="quiet">{refund.reason}</span>
    </div>
  ))
}
