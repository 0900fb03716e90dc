import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { findBarriers } from './find-barriers.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import { wordsOf } from './visitor.ts'
import { flat } from './watch-page.ts'

/** As many as the field takes. */
const FEW = 18

/** Asks for a person, reads his place in the queue and leaves how he is reached. */
export async function waitForPerson(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByTestId('xiaoer-launcher').click()
  await page.getByTestId('composer').waitFor()
  expect(await page.getByTestId('leave-contact').count()).toBe(0)
  await page.getByTestId('hand-off').click()
  await page.getByTestId('leave-contact').click()
  await page.locator('xiaoer-chat .owner', { hasText: /前面还有 \d+ 位|下一位就是您/ }).waitFor()
  const form = page.getByTestId('contact')
  expect(await findBarriers(page)).toEqual([])
  await form.getByRole('button', { name: '提交' }).click()
  expect(await form.count()).toBe(1)
  await form.locator('input').fill('13800000000')
  await form.locator('textarea').fill(`<b>周六</b>前要用\n${HOSTILE_TEXTS.slice(0, FEW).join('\n')}`)
  await form.getByRole('button', { name: '提交' }).click()
  await form.waitFor({ state: 'detached' })
  await page.locator('[data-role=buyer]', { hasText: '13800000000' }).waitFor()
  const shown = await wordsOf(page)
  expect(HOSTILE_TEXTS.slice(0, FEW).filter((text) => !shown.includes(flat(text)))).toEqual([])
  expect(await page.evaluate('window.hit')).toBeUndefined()
}

/** The page as it is while another tab is in front. */
export const hide = (page: Page): Promise<void> =>
  page.evaluate<void>(`for (const [name, value] of [['hidden', true], ['visibilityState', 'hidden']])
    Object.defineProperty(document, name, { configurable: true, get: () => value })`)

/** The buyer looks again: the title is the page's own. */
export async function showAgain(page: Page, title: string): Promise<void> {
  await page.evaluate(`delete document.hidden
    delete document.visibilityState
    document.dispatchEvent(new Event('visibilitychange'))`)
  await expect.poll(() => page.title()).toBe(title)
}

/** A keyboard that leaves so much of the screen: the window takes all of it. */
export async function raiseKeyboard(page: Page, left: number): Promise<void> {
  await page.evaluate(`Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => ${left} })
    visualViewport.dispatchEvent(new Event('resize'))`)
  await expect.poll(async () => (await page.getByTestId('panel').boundingBox())?.height).toBe(left)
}
