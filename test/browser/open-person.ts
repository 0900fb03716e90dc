import type { Browser, BrowserContext, Page } from 'playwright-core'
import { OWNER } from './open-console.ts'

export interface Look {
  readonly language: 'zh' | 'en'
  readonly theme: 'light' | 'dark'
  readonly width: number
  readonly height: number
}

/** What most shops sit before. */
export const DESK: Look = { language: 'zh', theme: 'light', width: 1366, height: 768 }

/** A signed-in person with these tastes. What the browser complains of is kept in `complaints`. */
export async function openPerson(browser: Browser, address: string, look: Look & SignIn): Promise<Person> {
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: look.width, height: look.height },
    locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
    reducedMotion: 'reduce',
  })
  const choices = { 'xiaoer.language': look.language, 'xiaoer.theme': look.theme, 'xiaoer.signed-in': 'yes' }
  await context.addInitScript(
    `for (const [key, value] of Object.entries(${JSON.stringify(choices)})) localStorage.setItem(key, value)`,
  )
  const { email, password } = { ...OWNER, ...look }
  await context.request.post('/api/v1/sign-ins', { data: { email, password } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return { context, page, complaints }
}

/** Absent: the owner of the house of `openConsole`. */
export interface SignIn {
  readonly email?: string
  readonly password?: string
}

export interface Person {
  readonly context: BrowserContext
  readonly page: Page
  readonly complaints: string[]
}
