import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const PATIENCE_MS = 400_000
const NEAR_MS = 60_000

const access = z.object({ apiKey: z.string(), demoUrl: z.string() })
const place = z.object({ shopId: z.string(), channelId: z.string() })
const clockAt = z.object({ now: z.string(), offsetMs: z.number() })

/** The whole product in demo mode, in processes of its own on a database of its own, and one new shop in it. */
export interface Stage extends z.infer<typeof place> {
  call(ask: string, body?: unknown, key?: string): Promise<unknown>
  /** The simulated day's clock: this machine's and what was skipped. */
  now(): number
  skipTo(at: number): Promise<void>
  stop(): Promise<void>
}

export async function openStage(folder: string): Promise<Stage> {
  mkdirSync(folder, { recursive: true })
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  chmodSync(folder, 0o755)
  const models = join(ROOT, 'data', 'models')
  // Trained models are taken over: training is no part of this.
  const own = join(folder, 'models')
  if (existsSync(models) && !existsSync(own)) cpSync(models, own, { recursive: true })
  const child = start(folder)
  try {
    const url = await readyUrl(child)
    const { apiKey, demoUrl } = access.parse(JSON.parse(readFileSync(join(folder, 'demo-access.json'), 'utf8')))
    const call = callerOf(url, apiKey)
    const shop = await shopOf(folder, call)
    const demo = callerOf(demoUrl, '')
    let { offsetMs } = clockAt.parse(await demo('GET /clock'))
    const now = () => Date.now() + offsetMs
    const skip = async (at: number) => {
      if (at <= now()) return
      const skipHours = (at - now()) / 3_600_000
      offsetMs = clockAt.parse(await demo('POST /clock', { skipHours })).offsetMs
    }
    // The demo's own shops live through the hours too, which takes them seconds: the last of it is near, and quick.
    const skipTo = async (at: number) => {
      await skip(at - NEAR_MS)
      await skip(at)
    }
    return { ...shop, call, now, skipTo, stop: () => end(child) }
  } catch (error) {
    await end(child)
    throw error
  }
}

function start(folder: string): ChildProcess {
  const own = { PORT: '0', DEMO_PORT: '0', DATA_DIR: folder, HOST: '127.0.0.1', DEMO: 'true', RATE_PER_MINUTE: '0' }
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'xiaoer.mjs'), 'start'], {
    env: { ...process.env, ...own },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => child.kill('SIGKILL')
  process.on('exit', kill)
  child.on('exit', () => process.off('exit', kill))
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

/** The address stands in the first line of the welcome; the demo shop's, one of the last, says that all is open. */
function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let url = ''
    const patience = setTimeout(() => reject(new Error('the product did not start in time')), PATIENCE_MS)
    child.once('exit', (code) => reject(new Error(`the product ended with ${code}`)))
    if (!child.stdout) return reject(new Error('no output'))
    createInterface({ input: child.stdout }).on('line', (line) => {
      url ||= /ready: (http\S+)/.exec(line)?.[1] ?? ''
      if (!/^Channels:/.test(line)) return
      clearTimeout(patience)
      resolve(url)
    })
  })
}

type Call = Stage['call']

const TRIES = 40

/** A request that is repeated under the same key until it is answered; a refusal is an error. */
function callerOf(url: string, apiKey: string): Call {
  const once = async (ask: string, body: unknown, key: string | undefined) => {
    const [method = '', path = ''] = ask.split(' ')
    const headers = {
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}${path}`, { method, headers, ...sent, signal: AbortSignal.timeout(60_000) })
    return { status: response.status, text: await response.text() }
  }
  return async (ask, body, key) => {
    for (let attempt = 1; ; attempt += 1) {
      const got = await once(ask, body, key).catch((error: unknown) => ({ status: 599, text: String(error) }))
      if (got.status < 300) {
        const parsed: unknown = JSON.parse(got.text)
        return parsed
      }
      if ((got.status < 500 && got.status !== 429) || attempt >= TRIES) throw new Error(`${ask}: ${got.text}`)
      await sleep(100)
    }
  }
}

const made = z.object({ shopId: z.string() })
const opened = z.object({ channel: z.object({ channelId: z.string() }) })

async function shopOf(folder: string, call: Call): Promise<z.infer<typeof place>> {
  const file = join(folder, 'place.json')
  if (existsSync(file)) return place.parse(JSON.parse(readFileSync(file, 'utf8')))
  // Every message is a turn of its own, and only the ledger knows anything of money.
  const settings = { quietMs: 0, language: 'zh', timeZoneOffsetMinutes: 480 }
  const shop = made.parse(await call('POST /api/v1/shops', { name: '算账小铺', industry: 'apparel', settings }))
  const { channel } = opened.parse(
    await call('POST /api/v1/channels', { shopId: shop.shopId, kind: 'http', name: 'day', settings: { quietMs: 0 } }),
  )
  const known = { shopId: shop.shopId, channelId: channel.channelId }
  writeFileSync(file, JSON.stringify(known))
  return known
}
