import { expect, test } from 'vitest'
import { anOrder, aParcel, aRefund, DAY_MS, NOON } from '../../test/fixtures/shop-documents.ts'
import { computeDemandState, type DemandState, type Purchases } from './demand-state.ts'

const paid = anOrder()
const shipped = anOrder({ state: 'shipped', shippedAt: NOON })
const received = anOrder({ state: 'received', shippedAt: NOON, receivedAt: NOON })
const unpaidLater = anOrder({ orderId: 'o2', state: 'unpaid', paidAt: null, placedAt: NOON + DAY_MS })
const closed = anOrder({ state: 'closed', closedAt: NOON })
const unknown = { state: 'pending', rawState: 'WAIT_X', paidAt: null } as const

const TABLE: readonly { says: string; purchases: Partial<Purchases>; days?: number; state: DemandState }[] = [
  { says: 'nobody who never bought', purchases: {}, state: 'pre-sale' },
  { says: 'an unpaid order', purchases: { orders: [unpaidLater] }, days: 1, state: 'ordered-unpaid' },
  { says: 'a paid order', purchases: { orders: [paid] }, state: 'paid-unshipped' },
  { says: 'a shipped order without parcels', purchases: { orders: [shipped] }, state: 'in-transit' },
  { says: 'a parcel on its way', purchases: { orders: [shipped], parcels: [aParcel()] }, state: 'in-transit' },
  {
    says: 'a lost parcel',
    purchases: { orders: [shipped], parcels: [aParcel({ state: 'lost' })] },
    state: 'in-transit',
  },
  {
    says: 'a parcel that the carrier handed over before the shop knows',
    purchases: { orders: [shipped], parcels: [aParcel({ state: 'delivered' })] },
    state: 'received',
  },
  {
    says: 'one of two parcels handed over',
    purchases: { orders: [shipped], parcels: [aParcel({ state: 'delivered' }), aParcel({ parcelId: 'w2' })] },
    state: 'in-transit',
  },
  {
    says: 'a parcel of another order',
    purchases: { orders: [shipped], parcels: [aParcel({ orderId: 'x', state: 'delivered' })] },
    state: 'in-transit',
  },
  { says: 'a received order', purchases: { orders: [received] }, days: 15, state: 'received' },
  { says: 'a received order of long ago', purchases: { orders: [received] }, days: 16, state: 'pre-sale' },
  { says: 'an open refund', purchases: { orders: [paid], refunds: [aRefund()] }, state: 'refunding' },
  {
    says: 'goods on their way back',
    purchases: { orders: [received], refunds: [aRefund({ state: 'sent-back' })] },
    days: 40,
    state: 'refunding',
  },
  {
    says: 'a refused refund',
    purchases: { orders: [paid], refunds: [aRefund({ state: 'refused' })] },
    state: 'paid-unshipped',
  },
  {
    says: 'a refund that is done, order closed',
    purchases: { orders: [closed], refunds: [aRefund({ state: 'done' })] },
    days: 1,
    state: 'closed',
  },
  {
    says: 'a refund of an older order while a newer one waits for payment',
    purchases: { orders: [paid, unpaidLater], refunds: [aRefund()] },
    days: 1,
    state: 'ordered-unpaid',
  },
  {
    says: 'the later of two live orders',
    purchases: { orders: [shipped, unpaidLater] },
    days: 1,
    state: 'ordered-unpaid',
  },
  {
    says: 'an older live order behind a closed one',
    purchases: {
      orders: [shipped, anOrder({ orderId: 'o2', state: 'closed', placedAt: NOON + 1, closedAt: NOON + 2 })],
    },
    state: 'in-transit',
  },
  { says: 'an order closed some days ago', purchases: { orders: [closed] }, days: 3, state: 'closed' },
  { says: 'an order closed long ago', purchases: { orders: [closed] }, days: 4, state: 'pre-sale' },
  { says: 'an unknown word without instants', purchases: { orders: [anOrder(unknown)] }, state: 'pre-sale' },
  {
    says: 'an unknown word, paid',
    purchases: { orders: [anOrder({ ...unknown, paidAt: NOON })] },
    state: 'paid-unshipped',
  },
  {
    says: 'an unknown word, shipped',
    purchases: { orders: [anOrder({ ...unknown, shippedAt: NOON })] },
    state: 'in-transit',
  },
]

test.each(TABLE)('$says: $state', ({ purchases, days, state }) => {
  const all = { orders: [], parcels: [], refunds: [], ...purchases }
  expect(computeDemandState(all, NOON + (days ?? 0) * DAY_MS)).toBe(state)
})
