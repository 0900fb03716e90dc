import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Null where this machine has no browser: what needs one is then left out, with a line. */
export const browserPath: string | null = PLACES.find((path) => existsSync(path)) ?? null

export const hasBrowser = (): boolean => browserPath !== null

export async function openBrowser(): Promise<Browser> {
  if (browserPath === null) throw new Error('no chromium here')
  return chromium.launch({ executablePath: browserPath, args: ARGS })
}
