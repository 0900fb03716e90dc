import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'

const FREE_MS = 70_000

export type Side = 'buyer' | 'staff'

export interface Tab {
  readonly side: Side
  /** Types it as soon as the field is free, and presses Enter after `isTyped` was told. */
  say(text: string, isTyped: () => void): Promise<void>
  /** Resolves with the time of day at which the tab showed so many of each as stored. */
  shows(counts: Readonly<Record<Side, number>>, patienceMs: number): Promise<number>
  /** All texts as they stand, from the first to the last. */
  texts(): Promise<readonly string[]>
  /** So that the next run is the same person in the same talk. */
  keep(): Promise<void>
  close(): Promise<void>
}

const LOG = `document.querySelector('xiaoer-chat').shadowRoot.querySelector('[data-testid=log]')`
const BUYER_COUNTS = `({ buyer: ${LOG}.querySelectorAll('[data-role=buyer]').length,
  staff: ${LOG}.querySelectorAll('[data-role=agent]').length })`
const STAFF_COUNTS = `({ buyer: document.querySelectorAll('.transcript .line-buyer').length,
  staff: document.querySelectorAll('.transcript .line-agent').length })`

/** A visitor in the demo shop whose chat window speaks through the way that is cut. */
export async function openBuyerTab(browser: Browser, shopUrl: string, folder: string): Promise<Tab> {
  const file = join(folder, 'buyer.json')
  const kept = existsSync(file) ? { storageState: file } : {}
  const context = await browser.newContext({ locale: 'zh-CN', ...kept })
  const page = await context.newPage()
  await page.goto(`${shopUrl}/s/yunqili`)
  await page.getByTestId('xiaoer-launcher').click()
  await page.getByTestId('composer').waitFor()
  const keep = async () => void (await context.storageState({ path: file }))
  return { ...tabOn(context, page, 'buyer'), keep }
}

export interface StaffPlace {
  readonly origin: string
  readonly conversationId: string
  readonly signIn: unknown
}

/** A signed-in person in the console who has taken the talk over. */
export async function openStaffTab(browser: Browser, { origin, conversationId, signIn }: StaffPlace): Promise<Tab> {
  const context = await browser.newContext({ locale: 'zh-CN', baseURL: origin })
  await context.addInitScript(`localStorage.setItem('xiaoer.signed-in', 'yes')`)
  await context.request.post('/api/v1/sign-ins', { data: signIn })
  const page = await context.newPage()
  await page.goto(`/console/conversations?id=${conversationId}`)
  const take = page.getByTestId('take-over')
  await take.or(page.getByTestId('give-back')).waitFor()
  if (await take.isVisible()) await take.click()
  await page.getByTestId('give-back').waitFor()
  return tabOn(context, page, 'staff')
}

function tabOn(context: BrowserContext, page: Page, side: Side): Tab {
  const field = page.getByTestId('composer')
  const counts = side === 'buyer' ? BUYER_COUNTS : STAFF_COUNTS
  const lines =
    side === 'buyer' ? '[data-role=buyer] .words, [data-role=agent] .words' : '.line-buyer .said, .line-agent .said'
  return {
    side,
    async say(text, isTyped) {
      // Told that it did not arrive, a person presses Enter again.
      while (!(await holds(page, freeField(side), FREE_MS))) await field.press('Enter')
      await field.fill(text)
      isTyped()
      await field.press('Enter')
    },
    async shows({ buyer, staff }, patienceMs) {
      const isThere = `(now => now.buyer >= ${buyer} && now.staff >= ${staff})(${counts})`
      if (!(await holds(page, isThere, patienceMs))) throw new Error(`${side}: in vain: ${isThere}`)
      return Date.now()
    },
    texts: () => page.locator(lines).allTextContents(),
    keep: async () => undefined,
    close: () => context.close(),
  }
}

/** Looked at by the page itself, every few milliseconds; a string that the page's policy forbids to be evaluated there. */
async function holds(page: Page, condition: string, patienceMs: number): Promise<boolean> {
  return page.evaluate<boolean>(`new Promise((settle) => {
    const until = Date.now() + ${patienceMs}
    const look = () => (${condition}) ? settle(true) : Date.now() > until ? settle(false) : setTimeout(look, 20)
    look()
  })`)
}

/** What was typed before must have been taken: the console keeps it in the field until the server has it. */
const freeField = (side: Side): string =>
  side === 'buyer'
    ? 'true'
    : `document.querySelector('[data-testid=composer]').value === '' && !document.querySelector('[data-testid=send].ant-btn-loading')`

/** One line of what happened, at once: a run that is killed has told all of it. */
export const note = (file: string, line: unknown): void => appendFileSync(file, `${JSON.stringify(line)}\n`)
