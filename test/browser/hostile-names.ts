import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import { wordsOf } from './visitor.ts'
import { flat, short } from './watch-page.ts'

const MOST = 60

/** What the merchant's page calls its product, and what the buyer's files are called: shown in the window as typed. */
export async function showHostileNames(page: Page): Promise<void> {
  for (const text of HOSTILE_TEXTS) {
    await page.evaluate(`window.Xiaoer.page(${JSON.stringify({ productId: 'p1', title: text })})`)
    await expect.poll(async () => flat(await page.getByTestId('about').textContent())).toContain(flat(text))
  }
  const names = HOSTILE_TEXTS.filter((text) => !/[/\\\r\n]/.test(text)).map((text) => short(text, MOST))
  for (const name of names)
    await page.getByTestId('files').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('x') })
  const missing = async () => {
    const shown = await wordsOf(page)
    return names.filter((name) => !shown.includes(flat(name)))
  }
  await expect.poll(missing).toEqual([])
  expect(names.length).toBeGreaterThan(MOST / 2)
}
