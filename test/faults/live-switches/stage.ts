import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { seedShops } from '../../../bench/seed-shops.ts'
import { freePort, startXiaoer } from '../../../bench/start-xiaoer.ts'
import { orgId } from '../../../src/kernel/ids.ts'
import { loadPacks } from '../../../src/knowledge/index.ts'
import { addApiKey } from '../../../src/staff/index.ts'
import { migrate, openDatabase, openServer } from '../../../src/storage/index.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
export const ROOM = 'r1'
/** One that is in stock. */
export const PRODUCT = 'p2'

const place = z.object({ orgId, shopId: z.string(), channelId: z.string(), key: z.string() })
export type Place = z.infer<typeof place>
export type Node = Awaited<ReturnType<typeof startXiaoer>>

export interface Stage {
  readonly url: string
  readonly place: Place
  /** Servers on one database. */
  readonly nodes: Node[]
  start(): Promise<Node>
  stop(): Promise<void>
}

/** A shop on a database of its own, with as many server processes before it as are asked for. */
export async function openStage(folder: string, processes: number): Promise<Stage> {
  mkdirSync(folder, { recursive: true })
  const models = join(ROOT, 'data', 'models')
  // Trained models are taken over: training is no part of this.
  if (existsSync(models)) cpSync(models, join(resolve(folder), 'models'), { recursive: true })
  const server = await openServer({ dataDir: resolve(folder), onProgress: () => undefined })
  const file = join(folder, 'place.json')
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(await seed(server.url)))
  const sinkPort = await freePort()
  const start = () => startXiaoer({ databaseUrl: server.url, dataDir: resolve(folder), sinkPort, kind: 'real' })
  const nodes: Node[] = []
  for (let number = 0; number < processes; number += 1) nodes.push(await start())
  const stop = async () => {
    for (const node of nodes) await node.stop()
    await server.stop()
  }
  return { url: server.url, place: place.parse(JSON.parse(readFileSync(file, 'utf8'))), nodes, start, stop }
}

async function seed(url: string): Promise<Place> {
  await migrate({ url })
  const database = await openDatabase({ url, poolSize: 2, onError: (error) => console.error(error.message) })
  const packs = await loadPacks(join(ROOT, 'packs'))
  const at = Date.now()
  const wanted = { organisations: 1, shopsEach: 1, productsEach: 10, outboundUrl: null, at }
  const [door] = await seedShops({ database, packs, ...wanted })
  if (!door) throw new Error('no shop was made')
  const { shopId, channelId } = door
  const org = orgId.parse(door.orgId)
  const key = await database.within([org], async (tx) => {
    const scopes = ['messages:write', 'conversations:read', 'offers:write', 'offers:read'] as const
    return (await addApiKey(tx, { orgId: org, name: 'switches', scopes, createdBy: null, at })).secret
  })
  await database.close()
  return { orgId: org, shopId, channelId, key }
}

/** A request that is repeated, at another server each time, until somebody answers it. */
export function createCaller(stage: Stage) {
  let repeats = 0
  const once = async (node: Node | undefined, ask: string, { body, key }: { body?: unknown; key?: string }) => {
    const [method = '', path = ''] = ask.split(' ')
    const response = await fetch(`http://127.0.0.1:${node?.port ?? 0}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        authorization: `Bearer ${stage.place.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      signal: AbortSignal.timeout(60_000),
    })
    const text = await response.text()
    if (response.status >= 500 || response.status === 429) throw new Error(`${response.status}`)
    if (response.status >= 300) throw new TypeError(`${ask}: ${response.status} ${text}`)
    const parsed: unknown = JSON.parse(text)
    return parsed
  }
  const insist = async (ask: string, asked: { body?: unknown; key?: string } = {}, first = 0): Promise<unknown> => {
    for (let attempt = first; ; attempt += 1) {
      try {
        return await once(stage.nodes[attempt % stage.nodes.length], ask, asked)
      } catch (error) {
        if (error instanceof TypeError && error.message.startsWith(ask)) throw error
        if (attempt - first > 1000) throw error
        repeats += 1
        await new Promise((later) => setTimeout(later, 50))
      }
    }
  }
  return { insist, repeats: () => repeats }
}

export type Caller = ReturnType<typeof createCaller>
