import { done, failed, type Result } from '../../kernel/result.ts'
import type { BackendProblem, CommerceBackend, CommerceEvent, Page, Paged } from '../../shop/index.ts'

/** Files as a shop system: what was read from them can be paged through like any other back end, and nothing can be done to it. */
export function createImportBackend(events: readonly CommerceEvent[]): CommerceBackend {
  const products = collect(events, (event) =>
    event.kind === 'product' ? entry(event.product.productId, event.product) : null,
  )
  const orders = collect(events, (event) => (event.kind === 'order' ? entry(event.order.orderId, event.order) : null))
  const parcels = collect(events, (event) =>
    event.kind === 'parcel' ? entry(event.parcel.parcelId, event.parcel) : null,
  )
  const refunds = collect(events, (event) =>
    event.kind === 'refund' ? entry(event.refund.refundId, event.refund) : null,
  )
  const coupons = collect(events, (event) =>
    event.kind === 'coupon' ? entry(event.coupon.couponId, event.coupon) : null,
  )
  const buyers = collect(events, (event) =>
    event.kind === 'buyer' ? entry(event.buyer.customerId, event.buyer) : null,
  )
  return {
    platform: 'import',
    capabilities: () => new Set(['poll']),
    products: async (page) => paged(products, page),
    product: async (id) => one(products, id),
    orders: async (page) => {
      const { customerId } = page
      return paged(
        customerId === undefined ? orders : orders.filter(({ item }) => item.customerId === customerId),
        page,
      )
    },
    order: async (id) => one(orders, id),
    parcels: async (orderId) => done(parcels.map(({ item }) => item).filter((item) => item.orderId === orderId)),
    parcelPage: async (page) => paged(parcels, page),
    refunds: async (page) => paged(refunds, page),
    coupons: async (page) => paged(coupons, page),
    buyers: async (page) => paged(buyers, page),
    buyer: async (id) => one(buyers, id),
    events: () => failed({ kind: 'unreadable' }),
    act: async () => ({ kind: 'unsupported' }),
  }
}

interface Dated {
  readonly updatedAt: number
}

interface Entry<Item> {
  readonly id: string
  readonly item: Item
}

const entry = <Item>(id: string, item: Item): Entry<Item> => ({ id, item })

/** By change, then id; of several copies the newest. */
function collect<Item extends Dated>(
  events: readonly CommerceEvent[],
  entryOf: (event: CommerceEvent) => Entry<Item> | null,
): Entry<Item>[] {
  const newest = new Map<string, Entry<Item>>()
  for (const event of events) {
    const found = entryOf(event)
    if (found && found.item.updatedAt >= (newest.get(found.id)?.item.updatedAt ?? 0)) newest.set(found.id, found)
  }
  return [...newest.values()].sort(byChange)
}

const byChange = (one: Entry<Dated>, other: Entry<Dated>): number =>
  one.item.updatedAt - other.item.updatedAt || (one.id < other.id ? -1 : 1)

const one = <Item>(entries: readonly Entry<Item>[], id: string) =>
  done(entries.find((candidate) => candidate.id === id)?.item ?? null)

const MOST = 500

function paged<Item extends Dated>(entries: readonly Entry<Item>[], page: Page): Result<Paged<Item>, BackendProblem> {
  const after = page.cursor === undefined ? null : readCursor(page.cursor)
  if (after === undefined) return failed({ kind: 'refused', reason: 'not a cursor of this back end' })
  const since = entries.filter(({ item }) => item.updatedAt >= (page.updatedSince ?? 0))
  const rest = after === null ? since : since.filter((candidate) => byChange(candidate, after) > 0)
  const items = rest.slice(0, Math.min(page.limit ?? MOST, MOST))
  const last = items.at(-1)
  const next = rest.length > items.length && last ? `${last.item.updatedAt} ${last.id}` : null
  return done({ items: items.map(({ item }) => item), next })
}

/** Undefined = not one of ours. */
function readCursor(cursor: string): Entry<Dated> | undefined {
  const parts = /^(\d{1,15}) (.+)$/s.exec(cursor)
  return parts?.[2] ? { id: parts[2], item: { updatedAt: Number(parts[1]) } } : undefined
}
