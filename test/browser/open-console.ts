import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { newId, type OrgId } from '../../src/kernel/ids.ts'
import { applyToMirror, createOrganisation } from '../../src/shop/index.ts'
import { seedStaff } from '../../src/staff/index.ts'
import { freshDatabase } from '../database.ts'
import { anOrder, aParcel, aProduct } from '../fixtures/shop-documents.ts'
import { trainOnce } from '../train-once.ts'

export const OWNER = { email: 'owner@shop.example', password: 'correct horse battery' }
const ROOT = resolve(import.meta.dirname, '..', '..')
const MODELS = join(tmpdir(), 'xiaoer-test-models')

/** The whole product in this process, as `npm start` would run it, with one shop and two talks, and no demo beside it. */
export interface OpenConsole {
  readonly address: string
  readonly shopId: string
  /** Says something as a buyer and waits for the robot. */
  say(buyer: string, said: string | Readonly<Record<string, string>>): Promise<void>
  /** Bytes go as they are, everything else as JSON. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>
  close(): Promise<void>
}

export async function openConsole(): Promise<OpenConsole> {
  execFileSync(process.execPath, [join(ROOT, 'bin', 'build-web.mjs')], { stdio: 'inherit' })
  const fresh = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'xiaoer-console-'))
  mkdirSync(MODELS, { recursive: true })
  symlinkSync(MODELS, join(dataDir, 'models'))
  const orgId = newId<OrgId>(Date.now())
  await fresh.database.within([orgId], (tx) => createOrganisation(tx, { orgId, name: '云栖集团', at: Date.now() }))
  await seedStaff(fresh.database, { orgId, ...OWNER, name: '林店主', role: 'owner', at: Date.now() })
  const settings = { PORT: '0', DEMO: 'false', DATABASE_URL: fresh.url, DATA_DIR: dataDir, RATE_PER_MINUTE: '0' }
  const config = readConfig({ ...process.env, ...settings, LOG_LEVEL: 'silent' })
  let running: Awaited<ReturnType<typeof startApp>> | undefined
  // The first test file of a machine trains the models, the others wait for it.
  await trainOnce(async () => {
    running = await startApp({ config, onProgress: () => undefined })
  })
  if (!running) throw new Error('the product did not start')
  const app = running
  const call = callerOf(app.address)
  const { token } = z.object({ token: z.string() }).parse(await call('POST', '/sign-ins', { body: OWNER }))
  const ask: OpenConsole['ask'] = (method, path, body) => call(method, path, { token, body })
  const shop = await furnish(ask)
  const mirror = { shop: { orgId, shopId: shop.shopId }, at: Date.now(), events: goods(Date.now()) }
  await fresh.database.within([orgId], (tx) => applyToMirror(tx, mirror))
  let said = 0
  return {
    address: app.address,
    shopId: shop.shopId,
    ask,
    say: async (buyer, what) => {
      const body = { messageId: `m${(said += 1)}`, buyer: { id: buyer, name: buyer }, content: contentOf(what) }
      await call('POST', `/channels/${shop.channelId}/messages?wait=20`, { token: shop.key, body })
    },
    close: async () => {
      await app.stop()
      await fresh.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const contentOf = (what: string | Readonly<Record<string, string>>) =>
  typeof what === 'string' ? { kind: 'text', text: what } : what

const TRIES = 60
const PAUSE_MS = 1000

/** Right after its start on a busy machine the server asks for patience (503): so does any client then wait. */
export async function patiently(ask: () => Promise<Response>): Promise<Response> {
  let answer = await ask()
  for (let tries = 1; answer.status === 503 && tries < TRIES; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    answer = await ask()
  }
  return answer
}

function callerOf(address: string) {
  return async (method: string, path: string, how: { token?: string; body?: unknown }) => {
    const answer = await patiently(() =>
      fetch(`${address}/api/v1${path}`, {
        method,
        headers: {
          ...(how.token !== undefined && { authorization: `Bearer ${how.token}` }),
          ...(how.body !== undefined && {
            'content-type': how.body instanceof Uint8Array ? 'application/octet-stream' : 'application/json',
          }),
        },
        ...(how.body !== undefined && {
          body: how.body instanceof Uint8Array ? how.body.slice() : JSON.stringify(how.body),
        }),
      }),
    )
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

async function furnish(ask: OpenConsole['ask']) {
  const { shopId } = z.object({ shopId: z.string() }).parse(
    await ask('POST', '/shops', {
      name: '云栖服饰',
      industry: 'apparel',
      settings: { quietMs: 0, policies: { dispatchHours: 48, freeShippingFen: 9900, freightFen: 1000, returnDays: 7 } },
    }),
  )
  const made = await ask('POST', '/channels', { shopId, kind: 'http', name: '商城 App' })
  const { channel } = z.object({ channel: z.object({ channelId: z.string() }) }).parse(made)
  await ask('POST', '/webhooks', { url: 'https://hooks.example/xiaoer', types: ['knowledge.published'] })
  const scopes = ['messages:read', 'messages:write']
  const { secret: key } = z
    .object({ secret: z.string() })
    .parse(await ask('POST', '/api-keys', { name: 'app', scopes }))
  return { shopId, channelId: channel.channelId, key }
}

function goods(at: number) {
  return [
    { kind: 'product' as const, at, product: aProduct({ updatedAt: at }) },
    { kind: 'order' as const, at, order: anOrder({ state: 'shipped', shippedAt: at, updatedAt: at }) },
    { kind: 'parcel' as const, at, parcel: aParcel({ updatedAt: at, events: [{ at, text: '已到达杭州转运中心' }] }) },
  ]
}
