import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { freshDatabase } from '../database.ts'
import { trainOnce } from '../train-once.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface NewInstallation {
  readonly address: string
  /** As the server printed it, with the set-up code. */
  readonly setupAddress: string
  stop(): Promise<void>
}

/** The product on an empty database without the demo: nobody works here yet. */
export async function startNew(): Promise<NewInstallation> {
  execFileSync(process.execPath, [join(ROOT, 'bin', 'build-web.mjs')], { stdio: 'inherit' })
  const fresh = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'xiaoer-new-'))
  const models = join(tmpdir(), 'xiaoer-test-models')
  mkdirSync(models, { recursive: true })
  symlinkSync(models, join(folder, 'models'))
  const settings = { PORT: '0', DEMO: 'false', DATABASE_URL: fresh.url, DATA_DIR: folder, RATE_PER_MINUTE: '0' }
  const config = readConfig({ ...process.env, ...settings, LOG_LEVEL: 'silent' })
  let app: App | undefined
  const stop = async () => {
    await app?.stop()
    await fresh.close()
    rmSync(folder, { recursive: true, force: true })
  }
  await trainOnce(async () => {
    app = await startApp({ config, onProgress: () => undefined })
  })
  const printed = app?.welcome.join('\n') ?? ''
  const setupAddress = /http\S+#setup=\S+/.exec(printed)?.[0]
  if (!app || !setupAddress) {
    await stop()
    throw new Error(`the new installation printed no set-up code: ${printed}`)
  }
  return { address: app.address, setupAddress, stop }
}
