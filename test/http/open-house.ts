import { join } from 'node:path'
import { Registry } from 'prom-client'
import { z } from 'zod'
import {
  createHttpServer,
  type HttpServer,
  houseRoutes,
  knowledgeRoutes,
  messagingRoutes,
  talkRoutes,
  type Route,
} from '../../src/http/index.ts'
import { createHttpChannel } from '../../src/channel/http/index.ts'
import { createAccountBook } from '../../src/delivery/index.ts'
import { createEgress } from '../../src/egress/index.ts'
import { createManualClock, type ManualClock } from '../../src/kernel/clock.ts'
import { newId, type OrgId } from '../../src/kernel/ids.ts'
import { createPacks, loadTableWords } from '../../src/knowledge/index.ts'
import { createLogger } from '../../src/kernel/logger.ts'
import {
  applyToMirror,
  createGroup,
  createOrganisation,
  createShop,
  ownerOfShop,
  type ShopRef,
} from '../../src/shop/index.ts'
import {
  addApiKey,
  createAuthenticator,
  createCredentialCheck,
  type Role,
  seedStaff,
  scope,
} from '../../src/staff/index.ts'
import type { Database } from '../../src/storage/index.ts'
import { createKnowledgeViews, createPath, createShopModels } from '../../src/turn/index.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { entryOf as scenarioOf, packOf } from '../knowledge-fixture.ts'
import { beginTalk, type Talk } from './talk-samples.ts'
import { fillMessaging, type Messaging } from './messaging-samples.ts'
import { aCoupon, anOrder, aParcel, aProduct, aRefund, NOON } from '../fixtures/shop-documents.ts'

const PACKS = createPacks([packOf([scenarioOf('general.gift.has')], { industry: 'apparel' })])
/** Turns run at once, and what they send goes nowhere. */
const NO_WAITING = {
  schedule: (_delayMs: number, run: () => void) => {
    const handle = setImmediate(run)
    return () => clearImmediate(handle)
  },
  announce: () => undefined,
  dispatch: () => undefined,
  wakeHandlers: () => undefined,
}

export const PASSWORD = 'correct horse battery'

export interface Firm extends Messaging, Talk {
  readonly name: string
  readonly orgId: OrgId
  readonly shopId: string
  readonly otherShopId: string
  readonly groupId: string
  readonly emptyGroupId: string
  readonly staffIds: Readonly<Record<Role, string>>
  readonly keyId: string
  /** An API key with every scope. */
  readonly key: string
  /** Tokens of people who are signed in. */
  readonly owner: string
  readonly ownerSignInId: string
  readonly agent: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: unknown
}

export interface Ask {
  readonly method: string
  readonly url: string
  readonly as?: string | undefined
  readonly body?: unknown
  /** As it goes over the wire, in place of `body`. */
  readonly raw?: string | Buffer
  readonly headers?: Record<string, string>
}

export interface House {
  readonly fresh: FreshDatabase
  readonly clock: ManualClock
  readonly server: HttpServer
  readonly ours: Firm
  readonly theirs: Firm
  ask(ask: Ask): Promise<Answer>
  close(): Promise<void>
}

export interface HouseOptions {
  readonly ratePerMinute?: number
  readonly signInTries?: number
  readonly maxInFlight?: number
  extraRoutes?(database: Database): Route[]
}

/** A server with two firms in it, each with shops, people, a key and the same ids in its shop system. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const fresh = await freshDatabase()
  const { database } = fresh
  const clock = createManualClock(NOON)
  const authenticator = createAuthenticator({ database, clock })
  const credentials = createCredentialCheck({ database, clock, tries: options.signInTries ?? 10 })
  const tableWords = await loadTableWords(join(import.meta.dirname, '../../packs'))
  const egress = createEgress({ clock, loopbackPorts: new Set() })
  const logger = createLogger('silent')
  const models = createShopModels({ database, knowledge: createKnowledgeViews(PACKS), maxBytes: 1e8, now: clock.now })
  const accounts = createAccountBook({ database, clock })
  const path = createPath({ database, clock, logger, models, ...NO_WAITING })
  const server = createHttpServer({
    database,
    clock,
    authenticator,
    logger,
    registry: new Registry(),
    findShopOwner: (shopId) => ownerOfShop(database, shopId),
    routes: [
      ...houseRoutes({ database, authenticator, credentials, isSecure: false }),
      ...knowledgeRoutes({ packs: PACKS, tableWords, knowledgeChanged: () => undefined }),
      ...messagingRoutes({
        accounts,
        egress,
        channelKinds: ['http'],
        listeners: { forget: () => undefined },
        wakeWebhooks: () => undefined,
      }),
      ...talkRoutes({
        database,
        path,
        models,
        channels: [createHttpChannel({ egress, clock })],
        findAccount: accounts.find,
        delivery: { dispatch: () => undefined, idle: async () => undefined },
        announce: () => undefined,
      }),
      ...(options.extraRoutes?.(database) ?? []),
    ],
    ratePerMinute: options.ratePerMinute ?? 0,
    notReady: async () => [],
    version: '0.0.0-test',
    checkReplies: true,
    ...(options.maxInFlight !== undefined && { maxInFlight: options.maxInFlight }),
  })
  const ask = (asked: Ask) => inject(server, asked)
  const ours = await openFirm(database, ask, 'ours')
  const theirs = await openFirm(database, ask, 'theirs')
  await path.drain()
  const close = async () => {
    await server.close()
    await path.drain()
    await fresh.close()
  }
  return { fresh, clock, server, ours, theirs, ask, close }
}

async function inject(server: HttpServer, { method, url, as, body, raw, headers }: Ask): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const answer = await server.fastify.inject({
    // light-my-request knows fewer methods than there are
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']).parse(method),
    url,
    headers: {
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...headers,
    },
    ...(payload !== undefined && { payload }),
  })
  const isJson = /^application\/json(;|$)/.test(String(answer.headers['content-type']))
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.payload,
    body: isJson && answer.payload !== '' ? JSON.parse(answer.payload) : undefined,
  }
}

async function openFirm(database: Database, ask: House['ask'], name: string): Promise<Firm> {
  const orgId = newId<OrgId>(NOON)
  const made = await database.within([orgId], async (tx) => {
    await createOrganisation(tx, { orgId, name, at: NOON })
    const { groupId } = await createGroup(tx, { orgId, name: 'group', at: NOON })
    const { groupId: emptyGroupId } = await createGroup(tx, { orgId, name: 'empty', at: NOON })
    const shop = await createShop(tx, { orgId, groupId, name: 'shop', backend: 'import', at: NOON })
    const other = await createShop(tx, { orgId, name: 'other', at: NOON })
    await fillMirror(tx, shop, name)
    const scopes = [...scope.options]
    const { key, secret } = await addApiKey(tx, { orgId, name: 'all', scopes, createdBy: null, at: NOON })
    return { shopId: shop.shopId, otherShopId: other.shopId, groupId, emptyGroupId, keyId: key.keyId, key: secret }
  })
  const hire = async (role: Role) => {
    const email = `${role}@${name}.example`
    const staff = await seedStaff(database, { orgId, email, name: role, password: PASSWORD, role, at: NOON })
    return staff.staffId
  }
  const staffIds = {
    owner: await hire('owner'),
    supervisor: await hire('supervisor'),
    agent: await hire('agent'),
    marketer: await hire('marketer'),
    viewer: await hire('viewer'),
  }
  const messaging = await fillMessaging(database, { orgId, shopId: made.shopId, at: NOON })
  const talk = await beginTalk(ask, { channelId: messaging.channelId, key: made.key })
  const owner = await signIn(ask, `owner@${name}.example`)
  const agent = await signIn(ask, `agent@${name}.example`)
  return {
    name,
    orgId,
    ...made,
    ...messaging,
    ...talk,
    staffIds,
    owner: owner.token,
    ownerSignInId: owner.signInId,
    agent: agent.token,
  }
}

const signedIn = z.object({ token: z.string(), signIn: z.object({ signInId: z.string() }) })

export async function signIn(ask: House['ask'], email: string): Promise<{ token: string; signInId: string }> {
  const answer = await ask({ method: 'POST', url: '/api/v1/sign-ins', body: { email, password: PASSWORD } })
  const { token, signIn: opened } = signedIn.parse(answer.body)
  return { token, signInId: opened.signInId }
}

/** Ids of the shop system are told apart by the firm: `ours-o1`, `theirs-o1`. */
async function fillMirror(tx: Parameters<typeof applyToMirror>[0], shop: ShopRef, name: string): Promise<void> {
  const at = NOON
  const orderId = `${name}-o1`
  const customerId = `${name}-c1`
  const spent = { amount: 39900, currency: 'CNY' }
  const buyer = { customerId, name: '13912345678', tags: [], orderCount: 1, spent, updatedAt: at }
  await applyToMirror(tx, {
    shop,
    at,
    events: [
      { kind: 'product', at, product: aProduct({ productId: `${name}-p1` }) },
      { kind: 'product', at, product: aProduct({ productId: `${name}-p2`, onShelf: false }) },
      { kind: 'order', at, order: anOrder({ orderId, customerId, note: 'call 13812345678 first' }) },
      { kind: 'order', at, order: anOrder({ orderId: `${name}-o2`, customerId, placedAt: NOON - 1000 }) },
      { kind: 'parcel', at, parcel: aParcel({ parcelId: `${name}-w1`, orderId }) },
      { kind: 'refund', at, refund: aRefund({ refundId: `${name}-r1`, orderId, customerId }) },
      { kind: 'coupon', at, coupon: aCoupon({ couponId: `${name}-k1` }) },
      { kind: 'buyer', at, buyer },
    ],
  })
}
