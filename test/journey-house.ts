import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { createHttpChannel } from '../src/channel/http/index.ts'
import { createWebChannel } from '../src/channel/web/index.ts'
import { createAccountBook, createChannelAccount, type Delivery } from '../src/delivery/index.ts'
import { openDelivery } from '../src/open-delivery.ts'
import { createEgress, newWebhookSecret } from '../src/egress/index.ts'
import {
  createBus,
  createHttpServer,
  createPathGateway,
  type Gateway,
  type HttpServer,
  type HttpServerDeps,
  houseRoutes,
  openWidget,
  type Route,
  talkRoutes,
  type Widget,
} from '../src/http/index.ts'
import { createManualClock, type ManualClock } from '../src/kernel/clock.ts'
import { type ChannelId, newId, type OrgId } from '../src/kernel/ids.ts'
import { createLogger } from '../src/kernel/logger.ts'
import { loadPacks, packsForIndustry, type Packs, subscribePack } from '../src/knowledge/index.ts'
import type { Channel } from '../src/message/index.ts'
import { createModels } from '../src/model/index.ts'
import { goodsIntoLedger } from '../src/offer/index.ts'
import {
  applyToMirror,
  type CommerceEvent,
  createOrganisation,
  createShop,
  ownerOfShop,
  type ShopSettings,
} from '../src/shop/index.ts'
import { addApiKey, createAuthenticator, createCredentialCheck, scope, seedStaff } from '../src/staff/index.ts'
import type { Database, Tx } from '../src/storage/index.ts'
import { createKnowledgeViews, createModelCache, createPath, createShopModels, type Path } from '../src/turn/index.ts'
import { freshDatabase } from './database.ts'
import { anOrder, aParcel, aProduct, DAY_MS, NOON } from './fixtures/shop-documents.ts'
import { type Ask, type Answer, ask, type Buyer, createBuyer, signIn } from './journey-people.ts'
import { trainOnce } from './train-once.ts'

export const PASSWORD = 'correct horse battery'

/** For `beforeAll`: on a loaded machine that has never trained, the models take minutes. */
export const OPENING_MS = 400_000

/** One shop, fully furnished, in this process: packs, goods, orders, the path and a server, on a clock that stands still. */
export interface JourneyHouse {
  readonly clock: ManualClock
  readonly database: Database
  readonly orgId: OrgId
  readonly shopId: string
  readonly channelId: ChannelId
  /** Secret of the channel account, for signed requests. */
  readonly secret: string
  /** Signs sessions and identities of the shop's own pages. */
  readonly webSecret: string
  /** An API key with every scope. */
  readonly key: string
  /** Tokens of people: two agents who may get in each other's way, and their boss. */
  readonly owner: string
  readonly lin: string
  readonly wu: string
  readonly path: Path
  readonly delivery: Delivery
  readonly gateway: Gateway
  readonly server: HttpServer
  readonly widget: Widget
  ask(asked: Ask): Promise<Answer>
  /** A buyer of the channel; with `customerId`, one whom the channel vouches for. */
  buyer(name: string, customerId?: string): Buyer
  /** What the shop's system tells: orders, parcels, prices. */
  mirror(events: readonly CommerceEvent[]): Promise<void>
  /** Rows of the database as the organisation sees them. */
  look<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value>
  close(): Promise<void>
}

export interface JourneyOptions {
  /** 0 = every message is a turn of its own. */
  readonly quietMs?: number
  readonly settings?: ShopSettings
  readonly at?: number
  /** Holds what waits for its quiet time; without it the process's own timer. */
  schedule?(delayMs: number, run: () => void): () => void
  readonly outboundUrl?: string
  /** Ports on the loopback that replies may be sent to. */
  readonly loopbackPorts?: ReadonlySet<number>
  /** In place of the HTTP channel, of the same kind. */
  readonly channel?: Channel
}

// Loading and training cost seconds: once a process, and once a machine for the training.
let loading: Promise<Packs> | undefined
const MODELS = join(tmpdir(), 'xiaoer-test-models')

export async function openJourneyHouse(options: JourneyOptions = {}): Promise<JourneyHouse> {
  loading ??= loadPacks(join(import.meta.dirname, '..', 'packs'))
  const [fresh, packs] = await Promise.all([freshDatabase(), loading])
  const { database } = fresh
  const clock = createManualClock(options.at ?? NOON)
  const merchant = await openMerchant(database, packs, options)
  const parts = furnish({ database, clock, packs, options })
  const asked = (one: Ask) => ask(parts.server, one)
  const tokens = await Promise.all(
    ['owner', 'lin', 'wu'].map((name) => signIn(asked, `${name}@shop.example`, PASSWORD)),
  )
  const [owner = '', lin = '', wu = ''] = tokens
  const { orgId, shopId, channelId, key } = merchant
  // Training, where the machine has not done it yet, belongs to the set-up and not to the first buyer.
  await trainOnce(() => parts.models.get({ orgId, shopId }))
  return {
    ...parts,
    ...merchant,
    owner,
    lin,
    wu,
    clock,
    database,
    ask: asked,
    buyer: (name, customerId) => createBuyer({ ask: asked, clock, channelId, key }, name, customerId),
    mirror: (events) => mirror(database, { orgId, shopId }, { events, at: clock.now() }),
    look: (work) => database.within([orgId], work),
    close: async () => {
      await parts.server.close()
      await parts.path.drain()
      await parts.delivery.stop()
      parts.egress.close()
      await fresh.close()
    },
  }
}

interface Ground {
  readonly database: Database
  readonly clock: ManualClock
  readonly packs: Packs
  readonly options: JourneyOptions
}

function furnish({ database, clock, packs, options }: Ground) {
  const logger = createLogger('silent')
  const egress = createEgress({ clock, loopbackPorts: new Set(options.loopbackPorts ?? []) })
  const accounts = createAccountBook({ database, clock })
  const channels = [options.channel ?? createHttpChannel({ egress, clock }), createWebChannel()]
  const knowledge = createKnowledgeViews(packs, createModelCache(MODELS))
  const models = createShopModels({ database, knowledge, maxBytes: 256 * 1024 * 1024, now: clock.now })
  const onError = (error: unknown) => logger.error(error)
  const opened = openDelivery({ database, clock, accounts, channels, packs, models, onError })
  const { delivery } = opened
  const bus = createBus()
  const wakeHandlers = () => database.appended.fire()
  const talk = { ...opened, announce: bus.announce, dispatch: delivery.dispatch, wakeHandlers }
  const { schedule } = options
  const advisor = createModels({ database, egress, clock, onError })
  const path = createPath({ database, clock, logger, models, advisor, ...talk, ...(schedule && { schedule }) })
  const gateway = createPathGateway({ database, accounts, path, bus })
  const widget = openWidget({ database, clock, accounts, models, gateway, folder: 'dist/widget' })
  const doors = { database, path, channels, findAccount: accounts.find, delivery, models, announce: bus.announce }
  const server = openServer({ database, clock, logger }, [...talkRoutes(doors), ...widget.routes])
  widget.mount(server.fastify)
  return { egress, delivery, path, server, gateway, widget, models }
}

function openServer(house: Pick<HttpServerDeps, 'database' | 'clock' | 'logger'>, routes: readonly Route[]) {
  const { database } = house
  const authenticator = createAuthenticator(house)
  const credentials = createCredentialCheck({ ...house, tries: 1000 })
  return createHttpServer({
    ...house,
    registry: new Registry(),
    authenticator,
    findShopOwner: (shopId) => ownerOfShop(database, shopId),
    routes: [...houseRoutes({ database, authenticator, credentials, isSecure: false }), ...routes],
    ratePerMinute: 0,
    notReady: async () => [],
    version: '0.0.0-test',
    checkReplies: true,
  })
}

const POLICIES: NonNullable<ShopSettings['policies']> = {
  dispatchHours: 48,
  freeShippingFen: 9900,
  freightFen: 1000,
  freightInsurance: true,
  returnDays: 7,
  returnFreight: '非质量问题由买家承担',
}

async function openMerchant(database: Database, packs: Packs, options: JourneyOptions) {
  const at = options.at ?? NOON
  const orgId = newId<OrgId>(at)
  const channelId = newId<ChannelId>(at)
  const secret = newWebhookSecret()
  const webSecret = newWebhookSecret()
  const settings = { quietMs: options.quietMs ?? 0, policies: POLICIES, ...options.settings }
  const made = await database.within([orgId], async (tx) => {
    await createOrganisation(tx, { orgId, name: '云栖集团', at })
    const shop = await createShop(tx, { orgId, name: '云栖服饰', industry: 'apparel', backend: 'import', settings, at })
    const ref = { orgId, shopId: shop.shopId }
    for (const packId of packsForIndustry(packs, 'apparel'))
      await subscribePack(tx, ref, { packs, packId, at, by: 'test' })
    const account = {
      channelId,
      kind: 'http',
      name: 'app',
      secrets: [secret],
      outboundUrl: options.outboundUrl ?? null,
    }
    await createChannelAccount(tx, { ...ref, ...account, at })
    const web = { kind: 'web', name: 'page', secrets: [webSecret], outboundUrl: null }
    await createChannelAccount(tx, { ...ref, ...web, channelId: newId<ChannelId>(at), at })
    const { secret: key } = await addApiKey(tx, { orgId, name: 'k', scopes: [...scope.options], createdBy: null, at })
    return { shopId: shop.shopId, key }
  })
  for (const [name, role] of [['owner', 'owner'] as const, ['lin', 'agent'] as const, ['wu', 'agent'] as const])
    await seedStaff(database, { orgId, email: `${name}@shop.example`, name, password: PASSWORD, role, at })
  await mirror(database, { orgId, shopId: made.shopId }, { events: goods(at), at })
  return { orgId, channelId, secret, webSecret, ...made }
}

const mirror = (
  database: Database,
  shop: { readonly orgId: string; readonly shopId: string },
  { events, at }: { readonly events: readonly CommerceEvent[]; readonly at: number },
): Promise<void> =>
  database.within([shop.orgId], async (tx) => {
    await applyToMirror(tx, { shop, at, events, follow: goodsIntoLedger })
  })

/** The coat that everybody asks for, two neighbours, and an order of one buyer that is on its way. */
function goods(at: number): CommerceEvent[] {
  const products = [
    aProduct({ updatedAt: at }),
    aProduct({ productId: 'p2', title: '云栖 纯棉圆领短袖T恤', category: '女装/T恤', attributes: { 材质: '棉100%' } }),
    aProduct({ productId: 'p3', title: '云栖 高腰直筒牛仔裤', category: '女装/裤子', attributes: { 材质: '棉98%' } }),
  ]
  const order = anOrder({ state: 'shipped', placedAt: at - 2 * DAY_MS, shippedAt: at - DAY_MS, updatedAt: at })
  return [
    ...products.map((product) => ({ kind: 'product' as const, at, product })),
    { kind: 'order', at, order },
    {
      kind: 'parcel',
      at,
      parcel: aParcel({ updatedAt: at, events: [{ at: at - 3_600_000, text: '已到达杭州转运中心' }] }),
    },
  ]
}
