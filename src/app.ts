import { join } from 'node:path'
import { Registry } from 'prom-client'
import { createDemoBackend, demoSettings } from './backend/demo/index.ts'
import { createHttpChannel } from './channel/http/index.ts'
import { openDemo } from './cli/index.ts'
import type { Config } from './config.ts'
import {
  type AccountBook,
  type ChannelTarget,
  createAccountBook,
  createDelivery,
  type Delivery,
  type DeliveryJob,
} from './delivery/index.ts'
import { createEgress, type Egress } from './egress/index.ts'
import {
  backendEventRoutes,
  createBus,
  createHttpServer,
  createPathGateway,
  createSocketServer,
  type HouseDeps,
  houseRoutes,
  type HttpServer,
  knowledgeRoutes,
  messagingRoutes,
  type Route,
  type SocketServer,
  talkRoutes,
} from './http/index.ts'
import { createShiftableClock, type ShiftableClock } from './kernel/clock.ts'
import { createLogger, type Logger } from './kernel/logger.ts'
import { loadPacks, loadTableWords, type Packs, packsForIndustry, subscribeForIndustry } from './knowledge/index.ts'
import type { Channel } from './message/index.ts'
import { type CommerceBackend, keepMirrors, type MirrorKeeper, ownerOfShop, type Shop } from './shop/index.ts'
import { type Authenticator, createAuthenticator, createCredentialCheck } from './staff/index.ts'
import {
  createOutboxRunner,
  createPoll,
  type Database,
  type DatabaseServer,
  migrate,
  openDatabase,
  openServer,
} from './storage/index.ts'
import {
  createKnowledgeViews,
  createModelCache,
  createPath,
  createShopModels,
  type Path,
  type ShopModels,
  tidyUp,
} from './turn/index.ts'

import { createDispatcher, createFanOut, createListeners } from './webhooks/index.ts'

export interface App {
  /** What a person who started it wants to read: addresses and sign-ins. */
  readonly welcome: readonly string[]
  readonly address: string
  stop(): Promise<void>
}

export interface AppOptions {
  readonly config: Config
  readonly onProgress: (line: string) => void
}

const VERSION = '0.1.0'
const SWEEP_EVERY_MS = 1000
const PURGE_EVERY_MS = 60_000
const LOOK_AGAIN_MS = 5 * 60_000

/** Opens everything in the order in which it leans on each other, and closes it the other way round. */
export async function startApp({ config, onProgress }: AppOptions): Promise<App> {
  const closers: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const server = await openStorage(config, onProgress)
    closers.push(server.stop)
    const database = await openDatabase({
      url: server.url,
      poolSize: config.values.POOL_SIZE,
      onError: (error) => onProgress(error.message),
    })
    closers.push(database.close)
    const house = await furnish({ config, database, onProgress })
    closers.push(house.stop)
    const port = await house.http.listen(config.values.PORT, config.values.HOST)
    closers.push(house.sockets.close, house.http.close)
    const address = `http://${config.values.HOST}:${port}`
    const demo = config.values.DEMO ? await openDemo({ ...house, config, server, database, address, onProgress }) : null
    if (demo) closers.push(demo.stop)
    return { welcome: [`Xiaoer ${VERSION} is ready: ${address}`, ...(demo?.welcome ?? [])], address, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openStorage(config: Config, onProgress: (line: string) => void): Promise<DatabaseServer> {
  const server = await openServer({
    databaseUrl: config.values.DATABASE_URL,
    dataDir: config.dataDir,
    onProgress,
    keepsAlive: true,
  })
  try {
    await migrate({ url: server.url })
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

interface Ground {
  readonly config: Config
  readonly database: Database
  readonly onProgress: (line: string) => void
}

interface Furnished {
  readonly http: HttpServer
  readonly sockets: SocketServer
  readonly clock: ShiftableClock
  readonly packs: Packs
  readonly egress: Egress
  readonly loopbackPorts: Set<number>
  stop(): Promise<void>
}

/** Puts the house together on an open database. */
async function furnish(ground: Ground): Promise<Furnished> {
  const { config, database, onProgress } = ground
  const clock = createShiftableClock()
  const logger = createLogger(config.values.LOG_LEVEL)
  onProgress('learning the industry packs (the first time this takes a while)')
  const packs = await loadPacks(join(config.rootDir, 'packs'))
  const knowledge = createKnowledgeViews(packs, createModelCache(join(config.dataDir, 'models')))
  for (const industry of [null, ...industriesOf(packs)]) knowledge.prime(packsForIndustry(packs, industry))
  const maxBytes = config.values.SHOP_CACHE_MB * 1024 * 1024
  const models = createShopModels({ database, knowledge, maxBytes, now: clock.now })
  const loopbackPorts = loopbackPortsOf(config)
  const egress = createEgress({ clock, loopbackPorts })
  const accounts = createAccountBook({ database, clock })
  const channels = [createHttpChannel({ egress, clock })]
  const delivery = openDelivery({ database, clock, logger, accounts, channels, packs, models })
  const systemOf = (shop: Shop) => backendOf(shop, egress)
  const bus = createBus()
  const wakeHandlers = () => database.appended.fire()
  const path = createPath({
    database,
    clock,
    logger,
    models,
    announce: bus.announce,
    dispatch: delivery.dispatch,
    wakeHandlers,
  })
  const listeners = createListeners({ database, clock })
  const onError = (error: unknown, where?: string) => logger.error({ err: error, where }, 'worker')
  const dispatcher = createDispatcher({ database, egress, clock, listeners, onError })
  const authenticator = createAuthenticator({ database, clock })
  const talk = { path, delivery, models, channels, database, announce: bus.announce, findAccount: accounts.find }
  const routes = [
    ...talkRoutes(talk),
    ...messagingRoutes({
      accounts,
      egress,
      channelKinds: channels.map(({ kind }) => kind),
      listeners,
      wakeWebhooks: dispatcher.wake,
    }),
    ...knowledgeRoutes({
      packs,
      tableWords: await loadTableWords(join(config.rootDir, 'packs')),
      knowledgeChanged: ({ shopIds }) => shopIds.forEach(models.forget),
    }),
    ...backendEventRoutes({ database, clock, backendOf: systemOf }),
  ]
  const http = openHttp({ config, database, clock, logger, authenticator, routes, packs })
  const gateway = createPathGateway({ database, accounts, path, bus })
  const sockets = createSocketServer({
    gateway,
    authenticator,
    clock,
    ratePerMinute: config.values.RATE_PER_MINUTE,
    onError,
  })
  sockets.attach(http.server)
  const fanOut = createFanOut({ database, clock, listeners, wake: dispatcher.wake })
  const workers = [
    createOutboxRunner({ database, handlers: [fanOut], clock, onError }),
    dispatcher,
    delivery,
    createPoll({ step: async () => (await path.sweep()) > 0, onError, longestMs: SWEEP_EVERY_MS }),
    createPoll({ step: () => tidyUp(database, clock), onError, longestMs: PURGE_EVERY_MS }),
    createPoll({
      step: () => lookAgain({ database, clock, backendOf: systemOf }, logger),
      onError,
      longestMs: LOOK_AGAIN_MS,
    }),
  ]
  for (const worker of workers) worker.start()
  return { http, sockets, clock, packs, egress, loopbackPorts, stop: () => closeHouse(workers, path, egress) }
}

function backendOf(shop: Shop, egress: Egress): CommerceBackend | null {
  const settings = shop.backend === 'demo' ? demoSettings.safeParse(shop.backendSettings) : null
  return settings?.success ? createDemoBackend({ ...settings.data, request: egress.request }) : null
}

/** Pushes tell at once; what one of them lost is found by looking again. */
async function lookAgain(keeper: MirrorKeeper, logger: Logger): Promise<boolean> {
  for (const { kind, problem } of await keepMirrors(keeper)) logger.warn({ kind, problem }, 'mirror')
  return false
}

const industriesOf = (packs: Packs): string[] => [...new Set(packs.list.flatMap(({ industry }) => industry ?? []))]

interface Worker {
  stop(): Promise<void>
}

/** Turns first, so that what they say still leaves; then whoever sends. */
async function closeHouse(workers: readonly Worker[], path: Path, egress: Egress): Promise<void> {
  await path.drain()
  for (const worker of workers.toReversed()) await worker.stop()
  egress.close()
}

const loopbackPortsOf = (config: Config): Set<number> =>
  new Set(
    config.values.EGRESS_LOOPBACK_PORTS.split(',')
      .filter((text) => text !== '')
      .map(Number),
  )

interface DeliveryGround {
  readonly database: Database
  readonly clock: ShiftableClock
  readonly logger: Logger
  readonly accounts: AccountBook
  readonly channels: readonly Channel[]
  readonly packs: Packs
  readonly models: ShopModels
}

function openDelivery({ database, clock, logger, accounts, channels, packs, models }: DeliveryGround): Delivery {
  const targetOf = async (job: DeliveryJob): Promise<ChannelTarget | null> => {
    const account = await accounts.find(job.channelId)
    const channel = channels.find(({ kind }) => kind === account?.kind)
    if (!account || !channel || !packs.render) return null
    const { view } = await models.get(job)
    return { account, channel, words: { lines: packs.render[view.language], utcOffsetMinutes: view.utcOffsetMinutes } }
  }
  return createDelivery({ database, clock, targetOf, onError: (error) => logger.error({ err: error }, 'delivery') })
}

interface HttpGround {
  readonly config: Config
  readonly database: Database
  readonly clock: ShiftableClock
  readonly logger: Logger
  readonly authenticator: Authenticator
  readonly packs: Packs
  readonly routes: readonly Route[]
}

function openHttp({ config, database, clock, logger, authenticator, routes, packs }: HttpGround): HttpServer {
  const credentials = createCredentialCheck({ database, clock, tries: config.values.SIGN_IN_TRIES })
  const isSecure = config.values.PUBLIC_URL?.startsWith('https:') ?? false
  const shopAdded: HouseDeps['shopAdded'] = (tx, shop, by) => subscribeForIndustry(tx, shop, { packs, ...by })
  return createHttpServer({
    database,
    clock,
    logger,
    registry: new Registry(),
    authenticator,
    findShopOwner: (shopId) => ownerOfShop(database, shopId),
    routes: [...houseRoutes({ database, authenticator, credentials, isSecure, shopAdded }), ...routes],
    ratePerMinute: config.values.RATE_PER_MINUTE,
    notReady: async () => [],
    version: VERSION,
  })
}
