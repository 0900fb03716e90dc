import type { BrowserContext, Page, WebSocketRoute } from 'playwright-core'
import { expect } from 'vitest'
import { cardsOfEveryKind } from './cards-of-every-kind.ts'
import type { MerchantSide } from './merchant-side.ts'
import { answers, askIn } from './visitor.ts'

export interface WindowWalk {
  readonly page: Page
  readonly context: BrowserContext
  readonly merchant: MerchantSide
  /** Where pictures and pages of the shop are. */
  readonly origin: string
  look(name: string): Promise<void>
}

/** The open window on the page that is shown: before anything was said, with every kind of content, in want and error. */
export async function walkThroughWindow(walk: WindowWalk): Promise<void> {
  const { page, merchant, look } = walk
  const sockets: WebSocketRoute[] = []
  await page.routeWebSocket(/widget\/ws/, (socket) => {
    socket.connectToServer()
    sockets.push(socket)
  })
  await page.reload()
  await page.getByTestId('xiaoer-launcher').click()
  await page.locator('.starters').waitFor()
  await look('window-empty')
  await askIn(page, '有什么优惠')
  await expect.poll(() => answers(page).count()).toBeGreaterThan(0)
  await page.getByTestId('typing').waitFor({ state: 'detached' })
  await look('window-answer')
  const talk = await merchant.latestTalk()
  await merchant.takeOver(talk)
  await page.getByTestId('ask-robot').waitFor()
  await lookAtCards(walk, talk)
  await lookAtTroubles(walk, sockets)
}

async function lookAtCards({ page, merchant, origin, look }: WindowWalk, talk: string): Promise<void> {
  const tile = page.locator('main img').first()
  const picture = new URL((await tile.getAttribute('src')) ?? '', origin).href
  const at = Date.now()
  for (const [name, contents] of Object.entries(cardsOfEveryKind({ picture, url: `${origin}/demo-shop`, at }))) {
    for (const content of contents) await merchant.speak(talk, content)
    const last = `最后一句，${name}`
    await merchant.speak(talk, { kind: 'text', text: last })
    await page.getByText(last).waitFor()
    await look(`window-${name}`)
  }
  await page.locator('.choice').last().click()
  await page.getByRole('button', { name: /5 分|5 points/ }).click()
  await look('window-used')
}

async function lookAtTroubles({ page, context, look }: WindowWalk, sockets: readonly WebSocketRoute[]): Promise<void> {
  await context.setOffline(true)
  // Chromium keeps open sockets open.
  for (const socket of sockets) await socket.close()
  await askIn(page, '断网时说的话')
  await page.locator('.sending').waitFor()
  await page.getByTestId('state').waitFor()
  await look('window-offline')
  await context.setOffline(false)
  await page.getByTestId('state').waitFor({ state: 'detached' })
  await page.evaluate(REFUSE)
  await page.reload()
  await page.getByTestId('xiaoer-launcher').click()
  await page.locator('.failed').waitFor()
  await look('window-failed')
}

/** The window as a page of its own, of a visitor whom nobody knows. */
export async function lookAtChatPage(
  page: Page,
  { url, language }: { readonly url: string; readonly language: string },
  look: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto(url)
  await page.locator('.starters').waitFor()
  // Else it speaks the language of the shop.
  await page.evaluate(`window.Xiaoer.setLocale('${language}')`)
  await page.locator(`.panel:lang(${language}) .starters`).waitFor()
  await look('chat-empty')
  await askIn(page, '什么时候发货')
  await expect.poll(() => answers(page).count()).toBeGreaterThan(0)
  await page.getByTestId('typing').waitFor({ state: 'detached' })
  await look('chat-answer')
  await page.getByTestId('hand-off').click()
  await page.getByTestId('ask-robot').waitFor()
  await look('chat-waiting')
  await page.getByTestId('leave-contact').click()
  await page.getByTestId('contact').waitFor()
  await look('chat-contact')
  await page.keyboard.press('Escape')
  await page.getByTestId('forget-me').click()
  await page.getByTestId('forget').waitFor()
  await look('chat-forget')
  await page.keyboard.press('Escape')
  const text = { name: '尺码表 2026 秋冬.txt', mimeType: 'text/plain', buffer: Buffer.from('S M L') }
  await page.getByTestId('files').setInputFiles(text)
  await page.getByText(text.name).waitFor()
  await look('chat-file')
}

/** What the server refused for good lies in the window's own outbox. */
const REFUSE = `{
  const shop = document.querySelector('script[data-shop]').dataset.shop
  const content = { kind: 'text', text: '没发出去的话' }
  const one = { messageId: 'refused', content, reference: null, scene: '', at: Date.now(), afterSeq: 0, hasFailed: true }
  localStorage.setItem('xiaoer:' + shop + ':out', JSON.stringify([one]))
}`
