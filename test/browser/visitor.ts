import type { Browser, BrowserContext, Page } from 'playwright-core'

/** A visitor with a browser of his own: storage, cookies, tabs. */
export async function visit(browser: Browser): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  context.setDefaultTimeout(10_000)
  const faults: string[] = []
  context.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  context.on('weberror', (error) => faults.push(error.error().message))
  return { context, page: await context.newPage(), faults }
}

export const said = (page: Page) =>
  page.locator('[data-testid=log] [data-role] .words, [data-testid=log] [data-role] .title')
export const askIn = async (page: Page, words: string) => {
  await page.getByTestId('composer').fill(words)
  await page.keyboard.press('Enter')
}
export const answers = (page: Page) => page.locator('[data-role=robot], [data-role=agent]')
export const isFocused = (page: Page, testid: string) =>
  page.evaluate<boolean>(
    `document.querySelector('xiaoer-chat').shadowRoot.activeElement?.getAttribute('data-testid') === '${testid}'`,
  )
export const wordsOf = async (page: Page): Promise<string> =>
  (await page.evaluate<string>(`document.querySelector('xiaoer-chat').shadowRoot.textContent`)).replaceAll(/\s+/g, ' ')
