import type { CommerceEvent, Order, Product } from '../../src/shop/index.ts'
import type { GapDialogue, GapGoods } from './gap-dialogue.ts'

type Shop = GapGoods['shops'][number]
type GapProduct = Shop['products'][number]
type GapOrder = GapDialogue['orders'][number]
type OrderState = GapOrder['state']

const DAY_MS = 86_400_000
const cny = (amount: number) => ({ amount, currency: 'CNY' })

/** What is not to be had at the moment, by id. */
export interface Missing {
  readonly soldOut: Set<string>
  readonly delisted: Set<string>
}

/** What a shop restocks later it has not got at first. */
export function missingAtFirst({ steps }: GapDialogue): Missing {
  const changes = steps.flatMap((step) => ('change' in step ? [step] : []))
  const first = changes.filter(({ id }, at) => changes.findIndex((other) => other.id === id) === at)
  return {
    soldOut: new Set(first.filter(({ change }) => change === 'restock').map(({ id }) => id)),
    delisted: new Set(),
  }
}

/** What a shop's system tells of a product. */
export function documentOf(
  { id, title, names, skus, attributes }: GapProduct,
  { industry }: Pick<Shop, 'industry'>,
  { at, missing }: { readonly at: number; readonly missing: Missing },
): CommerceEvent {
  const stockOf = (skuId: string) => (missing.soldOut.has(skuId) ? 0 : 9)
  const product: Product = {
    productId: id,
    title,
    names: [...names],
    category: industry,
    onShelf: !missing.delisted.has(id),
    attributes,
    skus: skus.map((sku) => ({
      skuId: sku.id,
      options: optionsOf(sku.name),
      price: cny(sku.price),
      stock: stockOf(sku.id),
    })),
    url: `http://shop.example/${id}`,
    updatedAt: at,
  }
  return { kind: 'product', at, product }
}

/** Listings say whether it is a colour, a size or another kind of variant. */
function optionsOf(name: string): Record<string, string> {
  if (/码$/.test(name)) return { 尺码: name }
  if (/[色白黑灰红绿蓝粉咖驼]/.test(name) && !/\d/.test(name)) return { 颜色: name }
  return { 规格: name }
}

export interface Ordered {
  readonly order: GapOrder
  /** The number under which the shop knows it. */
  readonly number: string
  readonly customerId: string
  readonly placedAt: number
  readonly state: OrderState
  readonly at: number
}

/** What the shop's system tells of an order, its parcel and its refund, in this state. */
export function documentsOfOrder(ordered: Ordered, goods: GapGoods): CommerceEvent[] {
  const { at, number, customerId, state } = ordered
  const order = orderOf(ordered, goods)
  const events: CommerceEvent[] = [{ kind: 'order', at, order }]
  if (isSent(state)) {
    const arrived = state === 'shipped' ? ('in-transit' as const) : ('delivered' as const)
    const events_ = [{ at, text: state === 'shipped' ? '已到达杭州转运中心' : '已签收' }]
    const parcel = { parcelId: `w${number}`, orderId: number, company: '中通快递', number: `78${number}` }
    events.push({
      kind: 'parcel',
      at,
      parcel: { ...parcel, state: arrived, events: events_, eta: null, updatedAt: at },
    })
  }
  const refund = REFUND[state]
  if (refund) {
    const ids = { refundId: `r${number}`, orderId: number, customerId, kind: 'refund' as const }
    const asked = { amount: order.total, reason: '不想要了', requestedAt: at, updatedAt: at }
    events.push({ kind: 'refund', at, refund: { ...ids, ...asked, state: refund } })
  }
  return events
}

const REFUND: Partial<Record<OrderState, 'requested' | 'done' | 'refused'>> = {
  refunding: 'requested',
  refunded: 'done',
  closed: 'refused',
}

const ORDER: Readonly<Record<OrderState, Order['state']>> = {
  paid: 'paid',
  shipped: 'shipped',
  delivered: 'received',
  refunding: 'received',
  refunded: 'closed',
  cancelled: 'closed',
  closed: 'completed',
}

const isSent = (state: OrderState): boolean => state !== 'paid' && state !== 'cancelled'

function orderOf({ order, number, customerId, placedAt, state, at }: Ordered, goods: GapGoods): Order {
  const lines = order.skus.map((id) => lineOf(id, goods))
  const total = lines.reduce((sum, { price }) => sum + price.amount, 0)
  const isOver = ORDER[state] === 'closed' || ORDER[state] === 'completed'
  return {
    orderId: number,
    customerId,
    state: ORDER[state],
    rawState: state,
    lines,
    total: cny(total),
    freight: cny(0),
    address: {
      name: '林晓',
      phone: '13800000000',
      province: '浙江',
      city: '杭州',
      district: '西湖区',
      street: '文三路 1 号',
    },
    note: '',
    placedAt,
    paidAt: placedAt,
    shipBy: placedAt + 2 * DAY_MS,
    shippedAt: isSent(state) ? Math.min(at, placedAt + DAY_MS) : null,
    receivedAt: isSent(state) && state !== 'shipped' ? at : null,
    closedAt: isOver ? at : null,
    url: `http://shop.example/order/${number}`,
    updatedAt: at,
  }
}

function lineOf(skuId: string, goods: GapGoods): Order['lines'][number] {
  for (const { id, title, skus } of goods.shops.flatMap(({ products }) => products)) {
    const sku = skus.find((one) => one.id === skuId)
    if (sku) return { productId: id, skuId, title, options: optionsOf(sku.name), quantity: 1, price: cny(sku.price) }
  }
  throw new Error(`no sku ${skuId}`)
}
