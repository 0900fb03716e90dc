import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { trainOnce } from '../train-once.ts'

const ROOT = join(import.meta.dirname, '../..')
const LONGEST_START_MS = 400_000

const access = z.object({
  password: z.string(),
  apiKey: z.string(),
  channels: z.array(z.object({ name: z.string(), channelId: z.string() })),
})

export interface RunningProduct {
  readonly url: string
  /** The demo shop's pages: `…/demo-shop`. */
  readonly shopUrl: string
  /** Sign-in password of the demo's people, and an API key with every scope. */
  readonly access: z.infer<typeof access>
  stop(): Promise<void>
}

/** The whole product as `npm start` gives it, on ports and data of its own. */
export async function startProduct(): Promise<RunningProduct> {
  execFileSync(process.execPath, [join(ROOT, 'bin/build-web.mjs')], { stdio: 'inherit' })
  const folder = mkdtempSync(join(tmpdir(), 'xiaoer-browser-'))
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  chmodSync(folder, 0o755)
  const models = join(tmpdir(), 'xiaoer-test-models')
  mkdirSync(models, { recursive: true })
  symlinkSync(models, join(folder, 'models'))
  const environment = { ...process.env, PORT: '0', DEMO_PORT: '0', DATA_DIR: folder, HOST: '127.0.0.1' }
  const running: ChildProcess[] = []
  const stop = async () => {
    for (const child of running) await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    let addresses = { url: '', shopUrl: '' }
    // The first test file of a machine trains the models, the others wait for it.
    await trainOnce(async () => {
      const child = spawn(process.execPath, [join(ROOT, 'bin/xiaoer.mjs'), 'start'], {
        cwd: ROOT,
        env: environment,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      running.push(child)
      addresses = await addressesOf(child)
    })
    const known = access.parse(JSON.parse(readFileSync(join(folder, 'demo-access.json'), 'utf8')))
    return { ...addresses, access: known, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

/** The welcome names both; the last of its lines are the channels. */
function addressesOf(child: ChildProcess): Promise<{ url: string; shopUrl: string }> {
  return new Promise((resolve, reject) => {
    let url = ''
    const patience = setTimeout(() => reject(new Error('the product did not start in time')), LONGEST_START_MS)
    child.once('exit', (code) => reject(new Error(`the product ended with ${code}`)))
    if (!child.stdout) return reject(new Error('no output'))
    createInterface({ input: child.stdout }).on('line', (line) => {
      url ||= /ready: (http\S+)/.exec(line)?.[1] ?? ''
      const shopUrl = /^Demo shop: +(http\S+)/.exec(line)?.[1]
      if (!shopUrl) return
      clearTimeout(patience)
      resolve({ url, shopUrl })
    })
  })
}
