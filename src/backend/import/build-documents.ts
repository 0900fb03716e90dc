import { type CommerceEvent, type MirrorKind, parseDocument } from '../../shop/index.ts'
import type { ImportProblem } from './import-problem.ts'
import type { ImportRecord } from './read-records.ts'

export interface BuildOptions {
  readonly file: string
  readonly kind: MirrorKind
  readonly currency: string
  /** Stands for `updated_at` where the file says none. */
  readonly at: number
}

export interface Built {
  readonly events: readonly CommerceEvent[]
  readonly problems: readonly ImportProblem[]
}

type Values = ImportRecord['values']

/** Rows of one id become one document. One bad row keeps its whole document out: half an order would be a wrong order. */
export function buildDocuments(records: readonly ImportRecord[], options: BuildOptions): Built {
  const events: CommerceEvent[] = []
  const problems: ImportProblem[] = []
  for (const rows of groupById(records, options.kind).values()) {
    const first = rows[0]
    if (!first || rows.some((row) => !row.isWhole)) continue
    const contradiction = contradictionIn(rows, options)
    const built =
      contradiction ??
      buildOne(
        rows.map((row) => row.values),
        { ...options, row: first.row },
      )
    if ('event' in built) events.push(built.event)
    else problems.push(built)
  }
  return { events, problems }
}

const ID_FIELD = {
  products: 'productId',
  orders: 'orderId',
  parcels: 'parcelId',
  refunds: 'refundId',
  coupons: 'couponId',
  buyers: 'customerId',
} as const satisfies Record<MirrorKind, string>

/** What differs from row to row of one document; everything else must be the same or empty. */
const ROW_FIELDS: Readonly<Record<MirrorKind, readonly string[]>> = {
  products: ['skuId', 'price', 'stock', 'options'],
  orders: ['productId', 'skuId', 'title', 'options', 'quantity', 'price'],
  parcels: ['eventAt', 'eventText', 'eventPlace'],
  refunds: [],
  coupons: [],
  buyers: [],
}

function groupById(records: readonly ImportRecord[], kind: MirrorKind): Map<string, ImportRecord[]> {
  const groups = new Map<string, ImportRecord[]>()
  for (const record of records) {
    const id = String(record.values[ID_FIELD[kind]] ?? `row ${record.row}`)
    groups.set(id, [...(groups.get(id) ?? []), record])
  }
  return groups
}

function contradictionIn(rows: readonly ImportRecord[], { file, kind }: BuildOptions): ImportProblem | null {
  const [first, ...others] = rows
  for (const other of others) {
    if (ROW_FIELDS[kind].length === 0)
      return { file, row: other.row, column: null, code: 'doubled', message: `the same id stands in row ${first?.row}` }
    const field = Object.keys(other.values).find(
      (name) => !ROW_FIELDS[kind].includes(name) && differs(first?.values[name], other.values[name]),
    )
    if (field)
      return {
        file,
        row: other.row,
        column: field,
        code: 'contradicts',
        message: `says otherwise than row ${first?.row}`,
      }
  }
  return null
}

const differs = (one: unknown, other: unknown): boolean =>
  other !== null && JSON.stringify(one) !== JSON.stringify(other)

type Target = BuildOptions & { readonly row: number }

function buildOne(rows: readonly Values[], target: Target): { readonly event: CommerceEvent } | ImportProblem {
  const parsed = parseDocument(target.kind, documentOf(rows, target))
  if (parsed.ok) return { event: parsed.value }
  const { field, message } = parsed.problem
  return { file: target.file, row: target.row, column: field, code: 'not-valid', message }
}

function documentOf(rows: readonly Values[], target: Target): object {
  const head = rows[0] ?? {}
  switch (target.kind) {
    case 'products':
      return productOf(head, rows, target)
    case 'orders':
      return orderOf(head, rows, target)
    case 'parcels':
      return parcelOf(head, rows, target)
    case 'refunds':
      return refundOf(head, target)
    case 'coupons':
      return couponOf(head, target)
    case 'buyers':
      return buyerOf(head, target)
  }
}

const moneyOf = (amount: unknown, { currency }: BuildOptions) =>
  amount === null || amount === undefined ? null : { amount, currency }

const present = (values: Values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

const productOf = (head: Values, rows: readonly Values[], target: Target) => ({
  ...present(head),
  category: head.category ?? '',
  onShelf: head.onShelf ?? true,
  attributes: head.attributes ?? {},
  skus: rows.map((row) => ({
    skuId: row.skuId,
    options: row.options ?? {},
    price: moneyOf(row.price, target),
    stock: row.stock ?? null,
  })),
  url: head.url ?? '',
  updatedAt: head.updatedAt ?? target.at,
})

const orderOf = (head: Values, rows: readonly Values[], target: Target) => ({
  ...present(head),
  rawState: head.state,
  lines: rows.map((row) => ({
    productId: row.productId,
    skuId: row.skuId,
    title: row.title ?? '',
    options: row.options ?? {},
    quantity: row.quantity,
    price: moneyOf(row.price, target),
  })),
  total: moneyOf(head.total, target),
  freight: moneyOf(head.freight ?? 0, target),
  address: {
    name: head.name ?? '',
    phone: head.phone ?? '',
    province: head.province ?? '',
    city: head.city ?? '',
    district: head.district ?? '',
    street: head.street ?? '',
  },
  paidAt: head.paidAt ?? null,
  shipBy: head.shipBy ?? null,
  shippedAt: head.shippedAt ?? null,
  receivedAt: head.receivedAt ?? null,
  closedAt: head.closedAt ?? null,
  url: head.url ?? '',
  updatedAt: head.updatedAt ?? target.at,
})

const parcelOf = (head: Values, rows: readonly Values[], target: Target) => ({
  ...present(head),
  events: rows
    .filter((row) => row.eventAt !== null && row.eventAt !== undefined)
    .map((row) => ({
      at: row.eventAt,
      text: row.eventText ?? '',
      ...(row.eventPlace ? { place: row.eventPlace } : {}),
    }))
    .sort((one, other) => Number(one.at) - Number(other.at)),
  eta: head.eta ?? null,
  updatedAt: head.updatedAt ?? target.at,
})

const couponOf = (head: Values, target: Target) => ({
  ...present(head),
  off: moneyOf(head.off, target),
  threshold: moneyOf(head.threshold, target),
  claimable: head.claimable ?? true,
  left: head.left ?? null,
  productIds: head.productIds ?? [],
  updatedAt: head.updatedAt ?? target.at,
})

const refundOf = (head: Values, target: Target) => ({
  ...present(head),
  amount: moneyOf(head.amount, target),
  reason: head.reason ?? '',
  updatedAt: head.updatedAt ?? target.at,
})

const buyerOf = (head: Values, target: Target) => ({
  ...present(head),
  tags: head.tags ?? [],
  orderCount: head.orderCount ?? 0,
  spent: moneyOf(head.spent ?? 0, target),
  updatedAt: head.updatedAt ?? target.at,
})
