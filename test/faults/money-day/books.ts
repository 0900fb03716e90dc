import type { PlainRow } from '../../offer/plain-case.ts'
import type { Change, Rule } from './journal.ts'
import { type WorldOrder, type WorldProduct, worldProducts } from './world.ts'

/*
 * The judge's own bitemporal log: what held after each change, from what was asked of the house and what it acknowledged,
 * never from what it says holds.
 */

export type Row = PlainRow & Rule & { readonly isWithdrawn?: boolean }

export interface Hold {
  readonly id: string
  readonly seq: number
  readonly from: number
  readonly to: number | null
}

/** What holds after so many changes. */
export interface Books {
  readonly version: number
  readonly rows: ReadonlyMap<string, readonly Row[]>
  readonly isStopped: boolean
  readonly rooms: ReadonlySet<string>
  readonly products: ReadonlyMap<string, WorldProduct>
  readonly exhausted: ReadonlySet<string>
  readonly holds: ReadonlyMap<string, readonly Hold[]>
  readonly orders: ReadonlyMap<string, readonly WorldOrder[]>
}

export const EMPTY: Books = {
  version: 0,
  rows: new Map(),
  isStopped: false,
  rooms: new Set(),
  products: new Map(worldProducts(0).map((product) => [product.productId, product])),
  exhausted: new Set(),
  holds: new Map(),
  orders: new Map(),
}

/** One state more than there are changes: the first is before all of them. */
export function booksOf(changes: readonly Change[], shopId: string): Books[] {
  const all: Books[] = [EMPTY]
  for (const change of changes) all.push(booksAfter(all.at(-1) ?? EMPTY, change, shopId))
  return all
}

export const latestOf = (books: Books, id: string): Row | undefined => {
  const row = books.rows.get(id)?.at(-1)
  return row?.isWithdrawn ? undefined : row
}

export const latestRows = (books: Books): Row[] => [...books.rows.keys()].flatMap((id) => latestOf(books, id) ?? [])

export const isInWindow = (row: Row, at: number): boolean =>
  Date.parse(row.validFrom) <= at && (row.validTo === null || at < Date.parse(row.validTo))

const EVER = '1970-01-01T00:00:00Z'

export function booksAfter(before: Books, change: Change, shopId: string): Books {
  const { plan, version, at } = change
  const stamp = { seq: version, recordedAt: new Date(at).toISOString(), owner: shopId }
  const books = { ...before, version }
  switch (plan.what) {
    case 'offer':
      return { ...books, rows: added(before, [{ ...plan.rule, id: plan.id, ...stamp }]) }
    case 'withdraw':
      return { ...books, rows: added(before, gone(before, plan.id, stamp)) }
    case 'goods': {
      const products = new Map(before.products)
      for (const product of plan.products) products.set(product.productId, product)
      return { ...books, products, rows: added(before, priceRows(before, plan.products, stamp)) }
    }
    case 'stop':
      return { ...books, isStopped: true }
    case 'release':
      return { ...books, isStopped: false }
    case 'open-room':
      return { ...books, rooms: new Set([...before.rooms, plan.roomId]) }
    case 'close-room': {
      const rooms = new Set([...before.rooms].filter((id) => id !== plan.roomId))
      return { ...books, rooms, rows: added(before, ended(before, `live:${plan.roomId}`, { ...stamp, at })) }
    }
    case 'exhaust':
      return { ...books, exhausted: new Set([...before.exhausted, plan.id]) }
    case 'grant':
      return { ...books, holds: held(before, { ...plan, at }) }
    case 'order': {
      const of = before.orders.get(plan.order.customerId) ?? []
      return { ...books, orders: new Map(before.orders).set(plan.order.customerId, [...of, plan.order]) }
    }
  }
}

function added(before: Books, rows: readonly Row[]): Map<string, readonly Row[]> {
  const all = new Map(before.rows)
  for (const row of rows) all.set(row.id, [...(all.get(row.id) ?? []), row])
  return all
}

interface Stamp {
  readonly seq: number
  readonly recordedAt: string
  readonly owner: string
}

function gone(before: Books, id: string, stamp: Stamp): Row[] {
  const row = latestOf(before, id)
  return row ? [{ ...row, ...stamp, isWithdrawn: true }] : []
}

/** Only what is another price than before is written anew. */
function priceRows(before: Books, products: readonly WorldProduct[], stamp: Stamp): Row[] {
  return products.flatMap(({ skus }) =>
    skus.flatMap(({ skuId, priceFen }): Row[] => {
      const id = `price:${skuId}`
      if (latestOf(before, id)?.priceFen === priceFen) return []
      return [{ id, ...stamp, kind: 'sku-price', scope: { skus: [skuId] }, priceFen, validFrom: EVER, validTo: null }]
    }),
  )
}

/** The end of a show: its offers end with it, one that had not begun is withdrawn. */
function ended(before: Books, entrance: string, { at, ...stamp }: Stamp & { at: number }): Row[] {
  return latestRows(before).flatMap((row): Row[] => {
    if (row.entrance !== entrance) return []
    if (row.validTo !== null && Date.parse(row.validTo) <= at) return []
    if (Date.parse(row.validFrom) >= at) return [{ ...row, ...stamp, isWithdrawn: true }]
    return [{ ...row, ...stamp, validTo: new Date(at).toISOString() }]
  })
}

function held(before: Books, { id, customerId, at }: { id: string; customerId: string; at: number }) {
  const row = latestOf(before, id)
  if (!row) return before.holds
  const hold = { id, seq: row.seq, from: at, to: row.validTo === null ? null : Date.parse(row.validTo) }
  return new Map(before.holds).set(customerId, [...(before.holds.get(customerId) ?? []), hold])
}
