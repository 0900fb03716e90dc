import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

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

/** `npm start` on data in this folder, on ports of its own unless `more` settings name them. */
export async function launchProduct(
  folder: string,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningProduct> {
  execFileSync(process.execPath, [join(ROOT, 'bin/build-web.mjs')], { stdio: 'inherit' })
  const own = { PORT: '0', DEMO_PORT: '0', DATA_DIR: folder, HOST: '127.0.0.1' }
  const child = spawn(process.execPath, [join(ROOT, 'bin/xiaoer.mjs'), 'start'], {
    cwd: ROOT,
    env: { ...process.env, ...own, ...more },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const addresses = await addressesOf(child)
    const known = access.parse(JSON.parse(readFileSync(join(folder, 'demo-access.json'), 'utf8')))
    return { ...addresses, access: known, stop: () => end(child) }
  } catch (error) {
    await end(child)
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
