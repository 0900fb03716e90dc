import { expect, test } from 'vitest'
import {
  backendBuyer,
  type CommerceBackend,
  coupon,
  MIRROR_KINDS,
  type MirrorKind,
  order,
  type Page,
  parcel,
  product,
  refund,
} from '../../src/shop/index.ts'

/** What a back end must offer to be tried: at least two documents of every kind, and one customer with two orders. */
export interface BackendUnderTest {
  readonly backend: () => CommerceBackend
}

const SCHEMAS = {
  products: product,
  orders: order,
  parcels: parcel,
  refunds: refund,
  coupons: coupon,
  buyers: backendBuyer,
}
const NOWHERE = 'nothing-has-this-id'

/** Every implementation of CommerceBackend keeps this, whatever stands behind it. */
export function commerceBackendContract(subject: BackendUnderTest): void {
  pagesAreWhole(subject)
  readsAgree(subject)
  refusalsAreQuiet(subject)
}

function pagesAreWhole({ backend }: BackendUnderTest): void {
  test.each(MIRROR_KINDS)(
    '%s are paged through without gap or double, oldest change first, and fit their schema',
    async (kind) => {
      const whole = await pageThrough(backend(), kind, { limit: 500 })
      const inPairs = await pageThrough(backend(), kind, { limit: Math.max(2, Math.ceil(whole.length / 7)) })
      expect(whole.length).toBeGreaterThanOrEqual(2)
      expect(inPairs).toEqual(whole)
      expect(whole.every((item) => SCHEMAS[kind].safeParse(item).success)).toBe(true)
      expect(new Set(whole.map((item) => JSON.stringify(item))).size).toBe(whole.length)
      const instants = whole.map((item) => item.updatedAt)
      expect(instants).toEqual([...instants].sort((one, other) => one - other))
    },
  )

  test.each(MIRROR_KINDS)('%s changed since an instant are those at or after it', async (kind) => {
    const whole = await pageThrough(backend(), kind, { limit: 500 })
    const middle = whole[Math.floor(whole.length / 2)]?.updatedAt ?? 0
    const since = await pageThrough(backend(), kind, { limit: 500, updatedSince: middle })
    expect(since).toEqual(whole.filter((item) => item.updatedAt >= middle))
    const last = whole.at(-1)?.updatedAt ?? 0
    expect(await pageThrough(backend(), kind, { limit: 500, updatedSince: last + 1 })).toEqual([])
  })
}

function readsAgree({ backend }: BackendUnderTest): void {
  test('single reads give the same document as the pages', async () => {
    const [oneProduct, oneOrder, oneBuyer] = await Promise.all([
      firstOf(backend().products({ limit: 1 })),
      firstOf(backend().orders({ limit: 1 })),
      firstOf(backend().buyers({ limit: 1 })),
    ])
    expect(await backend().product(oneProduct.productId)).toEqual({ ok: true, value: oneProduct })
    expect(await backend().order(oneOrder.orderId)).toEqual({ ok: true, value: oneOrder })
    expect(await backend().buyer(oneBuyer.customerId)).toEqual({ ok: true, value: oneBuyer })
  })

  test('orders of one customer are his and all of his', async () => {
    const all = await pageThrough(backend(), 'orders', { limit: 500 })
    const orders = all.map((item) => order.parse(item))
    const customerId = orders.find(
      (one) => orders.filter((other) => other.customerId === one.customerId).length > 1,
    )?.customerId
    expect(customerId).toBeDefined()
    const his = await backend().orders({ limit: 500, customerId: customerId ?? NOWHERE })
    expect(his).toEqual({
      ok: true,
      value: { items: orders.filter((one) => one.customerId === customerId), next: null },
    })
    expect(await backend().orders({ customerId: NOWHERE })).toEqual({ ok: true, value: { items: [], next: null } })
  })

  test('parcels of an order are those of the pages', async () => {
    const all = (await pageThrough(backend(), 'parcels', { limit: 500 })).map((item) => parcel.parse(item))
    const orderId = all[0]?.orderId ?? NOWHERE
    const ofOrder = await backend().parcels(orderId)
    expect(ofOrder.ok && [...ofOrder.value].sort(byId)).toEqual(all.filter((one) => one.orderId === orderId).sort(byId))
  })
}

function refusalsAreQuiet({ backend }: BackendUnderTest): void {
  test('what does not exist is null or empty, not a fault', async () => {
    expect(await backend().product(NOWHERE)).toEqual({ ok: true, value: null })
    expect(await backend().order(NOWHERE)).toEqual({ ok: true, value: null })
    expect(await backend().buyer(NOWHERE)).toEqual({ ok: true, value: null })
    expect(await backend().parcels(NOWHERE)).toEqual({ ok: true, value: [] })
  })

  test('a cursor that is not its own is refused and nothing is thrown', async () => {
    expect(await backend().orders({ cursor: '!' })).toMatchObject({ ok: false, problem: { kind: 'refused' } })
  })

  test('a push that nobody signed gives no events', () => {
    const body = Buffer.from(JSON.stringify({ shop: 'x', events: [] }))
    expect(backend().events({ headers: {}, body, receivedAt: 0 }).ok).toBe(false)
  })

  test('an act that is not among its capabilities is unsupported', async () => {
    const kinds = ['cancel-order', 'change-note', 'ship-reminder'] as const
    for (const kind of kinds.filter((one) => !backend().capabilities().has(one))) {
      const on = { idempotencyKey: `contract-${kind}`, customerId: 'c', orderId: NOWHERE, reason: '' }
      const action = kind === 'change-note' ? { kind, ...on, note: '' } : { kind, ...on }
      expect(await backend().act(action)).toEqual({ kind: 'unsupported' })
    }
  })
}

interface Dated {
  readonly updatedAt: number
}

async function pageThrough(backend: CommerceBackend, kind: MirrorKind, page: Page): Promise<Dated[]> {
  const items: Dated[] = []
  let cursor: string | null = null
  do {
    const read: Awaited<ReturnType<typeof readPage>> = await readPage(backend, kind, {
      ...page,
      ...(cursor !== null && { cursor }),
    })
    if (!read.ok) throw new Error(read.problem.reason)
    items.push(...read.value.items)
    cursor = read.value.next
  } while (cursor !== null)
  return items
}

const readPage = (backend: CommerceBackend, kind: MirrorKind, page: Page) =>
  kind === 'parcels' ? backend.parcelPage(page) : backend[kind](page)

async function firstOf<Item>(
  read: Promise<{ ok: true; value: { items: readonly Item[] } } | { ok: false }>,
): Promise<Item> {
  const page = await read
  const item = page.ok ? page.value.items[0] : undefined
  if (item === undefined) throw new Error('expected at least one')
  return item
}

const byId = (one: { parcelId: string }, other: { parcelId: string }) => (one.parcelId < other.parcelId ? -1 : 1)
