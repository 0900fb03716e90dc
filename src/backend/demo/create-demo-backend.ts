import { z } from 'zod'
import { type Egress, verifyWebhook } from '../../egress/index.ts'
import { done, failed } from '../../kernel/result.ts'
import type { RawInbound } from '../../message/index.ts'
import {
  type ActionOutcome,
  backendBuyer,
  type BackendCapability,
  type CommerceBackend,
  commerceAction,
  coupon,
  order,
  type Page,
  type Paged,
  parcel,
  precondition,
  product,
  type Read,
  refund,
} from '../../shop/index.ts'
import { askShop, parseJson, type ShopLine } from './ask-shop.ts'
import type { DemoSettings } from './demo-settings.ts'

export interface DemoBackendOptions extends DemoSettings {
  /** The only way out: `egress.request`. */
  readonly request: Egress['request']
}

const ACTS = commerceAction.options.map((option) => option.shape.kind.value)
const CAPABILITIES: ReadonlySet<BackendCapability> = new Set<BackendCapability>(['poll', 'push', ...ACTS])

/** The demo shop server (`demo/`, docs/en/demo-shop.md) as a back end, over HTTP like any other. */
export function createDemoBackend(options: DemoBackendOptions): CommerceBackend {
  const shopPath = `/shops/${encodeURIComponent(options.shopRef)}`
  const list = <Item>(kind: string, item: z.ZodType<Item>, page: ListPage) =>
    readList(options, item, `${shopPath}/${kind}${queryOf(page)}`)
  const one = <Item>(kind: string, item: z.ZodType<Item>, id: string): Read<Item | null> =>
    askShop(options, item, { method: 'GET', path: `${shopPath}/${kind}/${encodeURIComponent(id)}` })
  return {
    platform: 'demo',
    capabilities: () => CAPABILITIES,
    products: (page) => list('products', product, page),
    product: (id) => one('products', product, id),
    orders: (page) => list('orders', order, page),
    order: (id) => one('orders', order, id),
    parcels: async (orderId) => {
      const page = await list('parcels', parcel, { orderId, limit: 500 })
      return page.ok ? done(page.value.items) : page
    },
    parcelPage: (page) => list('parcels', parcel, page),
    refunds: (page) => list('refunds', refund, page),
    coupons: (page) => list('coupons', coupon, page),
    buyers: (page) => list('buyers', backendBuyer, page),
    buyer: (id) => one('buyers', backendBuyer, id),
    events: (request) => readPush(options, request),
    act: async (action): Promise<ActionOutcome> => {
      const asked = { method: 'POST', path: `${shopPath}/actions`, body: action, isRepeatable: true } as const
      const answer = await askShop(options, outcome, asked)
      if (answer.ok) return answer.value ?? { kind: 'unreachable', reason: 'the shop is not there' }
      return { kind: 'unreachable', reason: answer.problem.reason }
    },
  }
}

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), receipt: z.string(), alreadyDone: z.boolean() }),
  z.object({ kind: z.literal('refused'), precondition, reason: z.string() }),
])

const at = z.int()
const push = z.object({
  shop: z.string(),
  events: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('product'), at, product }),
      z.object({ kind: z.literal('order'), at, order }),
      z.object({ kind: z.literal('parcel'), at, parcel }),
      z.object({ kind: z.literal('refund'), at, refund }),
      z.object({ kind: z.literal('coupon'), at, coupon }),
      z.object({ kind: z.literal('buyer'), at, buyer: backendBuyer }),
    ]),
  ),
})

type Pushed = ReturnType<CommerceBackend['events']>

function readPush(options: DemoBackendOptions, { headers, body, receivedAt }: RawInbound): Pushed {
  // Age is not held against it: in a demo either clock may have been moved by hours, and an old push repeated changes
  // nothing, for the mirror keeps the newest copy.
  const verdict = verifyWebhook({ secrets: [options.webhookSecret], headers, body, now: receivedAt })
  if (verdict === 'bad-signature') return failed({ kind: 'bad-signature' })
  const parsed = push.safeParse(parseJson(body))
  if (!parsed.success || parsed.data.shop !== options.shopRef) return failed({ kind: 'unreadable' })
  return done(parsed.data.events)
}

type ListPage = Page & { readonly customerId?: string; readonly orderId?: string }

function queryOf(page: ListPage): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(page)) if (value !== undefined) query.set(name, String(value))
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

async function readList<Item>(line: ShopLine, item: z.ZodType<Item>, path: string): Read<Paged<Item>> {
  const schema = z.object({ items: z.array(item), next: z.string().nullable() })
  const page = await askShop(line, schema, { method: 'GET', path })
  if (!page.ok) return page
  return page.value === null
    ? failed({ kind: 'refused', reason: 'status 404: there is no such shop' })
    : done(page.value)
}
