import { join } from 'node:path'
import { Registry } from 'prom-client'
import { createDemoBackend, demoSettings } from './backend/demo/index.ts'
import { createHttpChannel } from './channel/http/index.ts'
import { createWebChannel } from './channel/web/index.ts'
import { openDemo, startDemoShop } from './cli/index.ts'
import { type Config, loopbackPortsOf } from './config.ts'
import { createAccountBook } from './delivery/index.ts'
import { createEgress, type Egress, newWebhookSecret } from './egress/index.ts'
import {
  backendEventRoutes,
  createBus,
  createHttpServer,
  createPathGateway,
  createSocketServer,
  figureRoutes,
  type HouseDeps,
  houseRoutes,
  type HttpServer,
  knowledgeRoutes,
  messagingRoutes,
  mountConsole,
  mountDemo,
  offerDeskRoutes,
  openComments,
  openWidget,
  type Route,
  type SocketServer,
  talkRoutes,
  testCaseRoutes,
  trialRoutes,
} from './http/index.ts'
import { createShiftableClock, type ShiftableClock } from './kernel/clock.ts'
import { createErrands, type Errands } from './kernel/errands.ts'
import { createLogger } from './kernel/logger.ts'
import { orStopped } from './kernel/or-stopped.ts'
import { loadTableWords, type Packs, subscribeForIndustry } from './knowledge/index.ts'
import { createModels } from './model/index.ts'
import { createOfferLedgers, goodsIntoLedger, settleDueGrants } from './offer/index.ts'
import { openDelivery } from './open-delivery.ts'
import { openGrants } from './open-grants.ts'
import { openKnowledge } from './open-knowledge.ts'
import { isSecureOf, type OpenSetup, openSetup } from './open-setup.ts'
import { openSystem } from './open-system.ts'
import { type CommerceBackend, createMirrorPoll, ownerOfShop, type Shop } from './shop/index.ts'
import { createAuthenticator, createCredentialCheck } from './staff/index.ts'
import {
  createOutboxRunner,
  createPoll,
  type Database,
  isReachable,
  openDatabase,
  openStorage,
} from './storage/index.ts'
import { createPath, createShopModels, type Path, tidyUp } from './turn/index.ts'
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
  /** Asked to stop before it is ready: what is open is closed, and the start fails. */
  readonly stopping?: AbortSignal
}

const VERSION = '0.1.0'
const SWEEP_EVERY_MS = 1000
const PURGE_EVERY_MS = 60_000
/** Rows of offers in memory, some 2 KB each. */
const MOST_OFFER_ROWS = 100_000
const DAY_MS = 86_400_000

/** Opens everything in the order in which it leans on each other, and closes it the other way round. */
export async function startApp({ config, onProgress, stopping }: AppOptions): Promise<App> {
  const closers: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const { DATABASE_URL: databaseUrl } = config.values
    const server = await openStorage({ databaseUrl, dataDir: config.dataDir, onProgress })
    closers.push(server.stop)
    const database = await openDatabase({
      url: server.url,
      poolSize: config.values.POOL_SIZE,
      onError: (error) => onProgress(error.message),
    })
    closers.push(database.close)
    const early = config.values.DEMO ? startDemoShop(config, server, { onProgress, stopping }) : null
    // Waited for below; a failure before that is told there.
    early?.catch(() => undefined)
    closers.push(async () => (await early?.catch(() => null))?.stop())
    const house = await orStopped(furnish({ config, database, url: server.url, onProgress }), stopping)
    closers.push(house.stop)
    const port = await house.http.listen(config.values.PORT, config.values.HOST)
    closers.push(house.sockets.close, house.http.close, house.errands.stop)
    const address = `http://${config.values.HOST}:${port}`
    const demoShop = await orStopped(early, stopping)
    const told = demoShop
      ? await openDemo({ ...house, config, database, demoShop, address, onProgress })
      : house.told(address)
    house.errands.add(house.lookAgain)
    house.errands.start()
    return { welcome: [`Xiaoer ${VERSION} is ready: ${address}`, ...told], address, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Ground {
  readonly config: Config
  readonly url: string
  readonly database: Database
  readonly onProgress: (line: string) => void
}

interface Furnished extends Pick<OpenSetup, 'told'> {
  readonly http: HttpServer
  readonly sockets: SocketServer
  readonly clock: ShiftableClock
  readonly packs: Packs
  readonly egress: Egress
  readonly loopbackPorts: Set<number>
  readonly demoToken: string
  /** What can wait until everything is open. */
  readonly errands: Errands
  /** Begins to look for what pushes of the back ends have missed: after the demo shop's address is known. */
  readonly lookAgain: () => void
  stop(): Promise<void>
}

/** Puts the house together on an open database. */
async function furnish(ground: Ground): Promise<Furnished> {
  const tools = await openTools(ground)
  const { told, routes: firstRoutes } = await openSetup(tools)
  const system = openSystem(tools)
  const talk = openTalk(tools)
  const hooks = openHooks(tools)
  const { clock, authenticator, onError } = tools
  const gateway = createPathGateway({ ...tools, ...talk })
  const widget = openWidget({ ...tools, gateway, folder: join(ground.config.rootDir, 'dist', 'widget') })
  const routes = [...(await routesOf(tools, talk, hooks)), ...widget.routes, ...system.routes]
  const http = openHttp(tools, [...routes, ...firstRoutes])
  widget.mount(http.fastify)
  const { DEMO: isDemo, DEMO_PORT: shopPort } = ground.config.values
  if (isDemo) mountDemo(http.fastify, { clock, token: tools.demoToken, shopPort })
  mountConsole(http.fastify, join(ground.config.rootDir, 'dist', 'web'))
  const { RATE_PER_MINUTE: ratePerMinute } = tools.config.values
  const sockets = createSocketServer({ gateway, authenticator, clock, ratePerMinute, onError, doors: [widget.door] })
  sockets.attach(http.server)
  const workers = [...workersOf(tools, talk, hooks), system.worker]
  for (const worker of workers) worker.start()
  const mirrors = createMirrorPoll({ ...tools, backendOf: tools.systemOf, follow: goodsIntoLedger })
  const stop = () => closeHouse([...workers, mirrors], talk.path, tools.egress)
  return { ...tools, told, http, sockets, lookAgain: mirrors.start, stop }
}

/** What everybody works with. */
async function openTools({ config, database, url, onProgress }: Ground) {
  const clock = createShiftableClock()
  const logger = createLogger(config.values.LOG_LEVEL)
  const errands = createErrands((error) => logger.error({ err: error }, 'errand'))
  const { packs, knowledge } = await openKnowledge({ config, errands, onProgress })
  const maxBytes = config.values.SHOP_CACHE_MB * 1024 * 1024
  const loopbackPorts = loopbackPortsOf(config)
  const egress = createEgress({ clock, loopbackPorts })
  const systemOf = (shop: Shop) => backendOf(shop, egress)
  return {
    config,
    ...{ database, url, clock },
    logger,
    packs,
    loopbackPorts,
    demoToken: newWebhookSecret(),
    errands,
    egress,
    knowledge,
    models: createShopModels({ database, knowledge, maxBytes, now: clock.now }),
    accounts: createAccountBook({ database, clock }),
    channels: [createHttpChannel({ egress, clock }), createWebChannel()],
    ...{ authenticator: createAuthenticator({ database, clock }), systemOf },
    ledgers: createOfferLedgers({ database, maxRows: MOST_OFFER_ROWS }),
    grants: openGrants({ database, clock, systemOf }),
    onError: (error: unknown, where?: string) => logger.error({ err: error, where }, 'worker'),
  }
}

type Tools = Awaited<ReturnType<typeof openTools>>

/** The path and the only door out. */
function openTalk(tools: Tools) {
  const { delivery, ...doors } = openDelivery(tools)
  const bus = createBus()
  const wakeHandlers = () => tools.database.appended.fire()
  const out = { announce: bus.announce, dispatch: delivery.dispatch, wakeHandlers }
  const path = createPath({ ...tools, ...doors, ...out, advisor: createModels(tools) })
  return { path, delivery, bus, comments: openComments({ ...tools, path }) }
}

type Talk = ReturnType<typeof openTalk>

function openHooks({ database, clock, egress, onError }: Tools) {
  const listeners = createListeners({ database, clock })
  const dispatcher = createDispatcher({ database, egress, clock, listeners, onError })
  const fanOut = createFanOut({ database, clock, listeners, wake: dispatcher.wake })
  return { listeners, dispatcher, fanOut }
}

type Hooks = ReturnType<typeof openHooks>

async function routesOf(
  tools: Tools,
  { path, delivery, bus, comments }: Talk,
  { listeners, dispatcher }: Hooks,
): Promise<Route[]> {
  const { accounts, egress, channels, models, packs, systemOf } = tools
  const channelKinds = channels.map(({ kind }) => kind)
  const tableWords = await loadTableWords(join(tools.config.rootDir, 'packs'))
  return [
    ...talkRoutes({ ...tools, path, delivery, announce: bus.announce, findAccount: accounts.find }),
    ...messagingRoutes({ accounts, egress, channelKinds, listeners, wakeWebhooks: dispatcher.wake }),
    ...knowledgeRoutes({
      packs,
      egress,
      tableWords,
      knowledgeChanged: ({ shopIds }) => shopIds.forEach(models.forget),
      trials: tools,
    }),
    ...figureRoutes(),
    ...offerDeskRoutes({ ...tools, path, delivery, comments, announce: bus.announce }),
    ...trialRoutes(tools),
    ...testCaseRoutes(tools),
    ...backendEventRoutes({ ...tools, backendOf: systemOf }),
  ]
}

function workersOf(tools: Tools, { path, delivery, comments }: Talk, { dispatcher, fanOut }: Hooks) {
  const { database, clock, onError } = tools
  const keepEventsMs = tools.config.values.EVENTS_KEPT_DAYS * DAY_MS
  const regularly = (longestMs: number, step: () => Promise<boolean>) => createPoll({ step, onError, longestMs })
  return [
    createOutboxRunner({ database, handlers: [fanOut], clock, onError }),
    ...[dispatcher, delivery, comments.worker],
    regularly(SWEEP_EVERY_MS, async () => (await path.sweep()) > 0),
    regularly(SWEEP_EVERY_MS, () => settleDueGrants(tools.grants)),
    regularly(PURGE_EVERY_MS, () => tidyUp({ database, clock, keepEventsMs })),
  ]
}

function backendOf(shop: Shop, egress: Egress): CommerceBackend | null {
  const settings = shop.backend === 'demo' ? demoSettings.safeParse(shop.backendSettings) : null
  return settings?.success ? createDemoBackend({ ...settings.data, request: egress.request }) : null
}

interface Worker {
  stop(): Promise<void>
}

/** Turns first, so that what they say still leaves; then whoever sends. */
async function closeHouse(workers: readonly Worker[], path: Path, egress: Egress): Promise<void> {
  await path.drain()
  for (const worker of workers.toReversed()) await worker.stop()
  egress.close()
}

function openHttp(tools: Tools, routes: readonly Route[]): HttpServer {
  const { config, database, clock, authenticator, packs } = tools
  const credentials = createCredentialCheck({ database, clock, tries: config.values.SIGN_IN_TRIES })
  const isSecure = isSecureOf(config)
  const shopAdded: HouseDeps['shopAdded'] = (tx, shop, by) => subscribeForIndustry(tx, shop, { packs, ...by })
  return createHttpServer({
    ...tools,
    registry: new Registry(),
    findShopOwner: (shopId) => ownerOfShop(database, shopId),
    routes: [...houseRoutes({ database, authenticator, credentials, isSecure, shopAdded }), ...routes],
    ratePerMinute: config.values.RATE_PER_MINUTE,
    notReady: async () => ((await isReachable(database)) ? [] : ['database']),
    version: VERSION,
  })
}
