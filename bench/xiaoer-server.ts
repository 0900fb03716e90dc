import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { z } from 'zod'
import { createHttpChannel } from '../src/channel/http/index.ts'
import { createAccountBook, createDelivery, type DeliveryJob } from '../src/delivery/index.ts'
import { createEgress } from '../src/egress/index.ts'
import { bytes, createBus, createHttpServer, createSocketServer, definePublicRoute } from '../src/http/index.ts'
import { notFound, XiaoerError } from '../src/kernel/errors.ts'
import { channelId } from '../src/kernel/ids.ts'
import { createLogger } from '../src/kernel/logger.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { loadPacks } from '../src/knowledge/index.ts'
import { ownerOfShop } from '../src/shop/index.ts'
import { createAuthenticator } from '../src/staff/index.ts'
import { createHotBatch, createPoll, openDatabase, openServer } from '../src/storage/index.ts'
import { createKnowledgeViews, createModelCache, createPath, createShopModels } from '../src/turn/index.ts'

/*
 * The path in a shell of its own, with parts that can be left out: it says what each part costs.
 * The ratios to the floor come from the real server (bin/xiaoer.mjs start), never from here.
 */
const [, , place = '', folder = '', sinkPort = '0', without = '', wantedPort = '0'] = process.argv
const root = join(import.meta.dirname, '..')
const clock = systemClock
const logger = createLogger('warn')
// A folder instead of a URL: the server brings its own PostgreSQL up, and revives it, as the real one does.
const say = (line: string) => console.error(line)
const url = place.startsWith('/')
  ? (await openServer({ dataDir: place, onProgress: say, keepsAlive: true })).url
  : place
const database = await openDatabase({ url, poolSize: 10, onError: (error) => console.error(error.message) })
const packs = await loadPacks(join(root, 'packs'))
const knowledge = createKnowledgeViews(packs, createModelCache(join(root, 'data', 'models')))
const models = createShopModels({ database, knowledge, maxBytes: 2 ** 32, now: clock.now })
const egress = createEgress({ clock, loopbackPorts: new Set([Number(sinkPort)]) })
const accounts = createAccountBook({ database, clock })
const channel = createHttpChannel({ egress, clock })
const writer = createHotBatch(database.hot)
const delivery = createDelivery({
  database,
  writer,
  clock,
  targetOf: async (job: DeliveryJob) => {
    const account = await accounts.find(job.channelId)
    if (!account || !packs.render) return null
    const { view } = await models.get(job)
    return { account, channel, words: { lines: packs.render[view.language], utcOffsetMinutes: view.utcOffsetMinutes } }
  },
  onError: (error) => logger.error({ err: error }, 'delivery'),
})
const bus = createBus()
const path = createPath({
  database,
  writer,
  isPulled: async (id) => (await accounts.find(id))?.outboundUrl === null,
  clock,
  logger,
  models,
  announce: bus.announce,
  dispatch: without === '' ? delivery.dispatch : () => undefined,
  wakeHandlers: () => database.appended.fire(),
})
const authenticator = createAuthenticator({ database, clock })

const receiveRoute = definePublicRoute({
  method: 'POST',
  path: '/api/v1/channels/:channelId/messages',
  name: 'receiveMessages',
  summary: 'Messages of buyers, signed',
  tag: 'Messages',
  params: z.strictObject({ channelId }),
  body: bytes,
  responses: { 202: z.unknown() },
  idempotency: 'own',
  async handler({ params, headers, body, at }) {
    const account = await accounts.find(params.channelId)
    if (!account) throw notFound()
    const read = channel.parse(account, { headers, body, receivedAt: at })
    if (!read.ok) throw new XiaoerError({ code: 'bad-request', message: read.problem.kind })
    const acks = await Promise.all(read.value.map((message) => path.receive(account, message)))
    return { status: 202, body: { acks } }
  },
})

const http = createHttpServer({
  database,
  clock,
  logger,
  registry: new Registry(),
  authenticator,
  findShopOwner: (shopId) => ownerOfShop(database, shopId),
  routes: [receiveRoute],
  ratePerMinute: 0,
  notReady: async () => [],
  version: 'bench',
})
const sockets = createSocketServer({
  gateway: {
    account: (id) => accounts.find(id),
    receive: (account, message) => path.receive(account, message),
    messagesAfter: async () => [],
    listen: (id, hear) => bus.listen(id, hear),
  },
  authenticator,
  clock,
  ratePerMinute: 0,
  onError: (error) => logger.error({ err: error }, 'socket'),
})
sockets.attach(http.server)
const sweeper = createPoll({
  step: async () => (await path.sweep()) > 0,
  onError: (error) => logger.error({ err: error }, 'sweep'),
  longestMs: 1000,
})
delivery.start()
sweeper.start()
const port = await http.listen(Number(wantedPort), '127.0.0.1')
console.log(JSON.stringify({ port }))
// SIGUSR2 starts a CPU profile, SIGTERM ends it and the process: what came before the load is not in it.
const inspector = new Session()
process.once('SIGUSR2', () => {
  inspector.connect()
  inspector.post('Profiler.enable')
  inspector.post('Profiler.setSamplingInterval', { interval: 500 })
  inspector.post('Profiler.start')
})
process.once('SIGTERM', () => {
  inspector.post('Profiler.stop', (error, told) => {
    if (!error) writeFileSync(join(folder, 'path.cpuprofile'), JSON.stringify(told.profile))
    process.exit(0)
  })
})
