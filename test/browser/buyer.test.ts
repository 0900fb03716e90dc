import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createDraw } from './draw.ts'
import { findBarriers } from './find-barriers.ts'
import { givePictures } from './give-pictures.ts'
import { hostileContents } from './hostile-contents.ts'
import { showHostileNames } from './hostile-names.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import { type MerchantSide, merchantSide } from './merchant-side.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { openShopPage, type ShopPage } from './shop-page.ts'
import { hide, raiseKeyboard, showAgain, waitForPerson } from './wait-for-person.ts'
import { answers, askIn, isFocused, said, visit, wordsOf } from './visitor.ts'
import { type RunningProduct, startProduct } from './start-product.ts'

const START_MS = 420_000
let product: RunningProduct
let merchant: MerchantSide
let browser: Browser
let shop: ShopPage
let framed: ShopPage
const draw = createDraw()

const shops = z.object({ items: z.array(z.object({ shopId: z.string() })) })

const openTalk = async (page: Page): Promise<string> => {
  await page.goto(shop.url)
  await page.getByTestId('xiaoer-launcher').click()
  await askIn(page, '你好')
  await expect.poll(() => answers(page).count()).toBeGreaterThan(0)
  const talk = await merchant.latestTalk()
  await merchant.takeOver(talk)
  return talk
}
const openTab = async (context: BrowserContext): Promise<Page> => {
  const tab = await context.newPage()
  await tab.goto(shop.url)
  await tab.getByTestId('xiaoer-launcher').click()
  await expect.poll(() => answers(tab).count()).toBeGreaterThan(0)
  return tab
}
beforeAll(async () => {
  if (!hasBrowser()) return
  product = await startProduct()
  merchant = merchantSide(product)
  browser = await openBrowser()
  const { items } = shops.parse(await merchant.ask('/shops'))
  const attributes = `data-shop="${items[0]?.shopId}"`
  shop = await openShopPage(product.url, `${attributes} data-theme="dark" data-position="left"`)
  framed = await openShopPage(product.url, `${attributes} data-mode="iframe"`)
}, START_MS)
afterAll(async () => {
  await shop?.close()
  await framed?.close()
  await browser?.close()
  await product?.stop()
})

describe.skipIf(!hasBrowser())('a buyer in the demo shop', () => {
  test('asks on a product page, gets an answer about it with its card, and finds both after a reload', async () => {
    const { context, page, faults } = await visit(browser)
    const fetched: string[] = []
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname))
    await page.goto(`${product.shopUrl}/s/yunqili`)
    const path = draw(
      await page.getByTestId('tile').evaluateAll((tiles) => tiles.map((one) => one.getAttribute('href'))),
    )
    await page.goto(new URL(path ?? '', product.shopUrl).href)
    const title = await page.locator('h1').innerText()
    const price = await page.locator('.buy-line .price').innerText()
    expect(fetched).toContain('/widget.js')
    expect(fetched).not.toContain('/widget/app.js')
    await page.getByTestId('xiaoer-launcher').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => isFocused(page, 'composer')).toBe(true)
    expect(await page.getByTestId('about').innerText()).toContain(title)
    await askIn(page, draw(['这款多少钱', '请问这个多少钱呀', '这件什么价格']))
    const card = page.getByTestId('product-card').first()
    await card.waitFor()
    expect([await card.locator('.title').innerText(), await card.locator('.price').innerText()]).toEqual([
      title,
      expect.stringContaining(price),
    ])
    await expect.poll(() => page.getByTestId('typing').count()).toBe(0)
    const before = await said(page).allInnerTexts()
    await page.reload()
    await page.getByTestId('xiaoer-launcher').click()
    await card.waitFor()
    expect(await said(page).allInnerTexts()).toEqual(before)
    await page.keyboard.press('Escape')
    await expect.poll(() => isFocused(page, 'xiaoer-launcher')).toBe(true)
    expect(await page.getByTestId('panel').count()).toBe(0)
    expect(faults).toEqual([])
    await context.close()
  })

  test('five hours later the talk is still about the same product', async () => {
    const { context, page } = await visit(browser)
    await page.goto(`${product.shopUrl}/s/yunqili`)
    await page.getByTestId('customerId-buyer003').click()
    await page
      .getByTestId('tile')
      .nth(draw([4, 6, 8, 10]))
      .click()
    const title = await page.locator('h1').innerText()
    await page.getByTestId('xiaoer-launcher').click()
    await askIn(page, draw(['这件包邮吗', '这款包邮不']))
    await expect.poll(() => answers(page).count()).toBeGreaterThan(0)
    const clock = await page.getByTestId('clock').innerText()
    await page.getByTestId('hours-5').click()
    expect(await page.getByTestId('clock').innerText()).not.toBe(clock)
    await page.goto(`${product.shopUrl}/s/yunqili`)
    await page.getByTestId('xiaoer-launcher').click()
    await expect.poll(() => answers(page).count()).toBeGreaterThan(0)
    const heard = await answers(page).count()
    await askIn(page, '多少钱')
    await expect.poll(() => answers(page).count()).toBeGreaterThan(heard)
    await expect
      .poll(async () => (await page.getByTestId('product-card').locator('.title').allInnerTexts()).at(-1))
      .toBe(title)
    await context.close()
  })
})

describe.skipIf(!hasBrowser())('the window on a page of a merchant', () => {
  test('nothing of sixty hostile texts runs, in any kind of content: all is shown as typed', async () => {
    const { context, page, faults } = await visit(browser)
    const talk = await openTalk(page)
    expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(60)
    for (const [at, text] of HOSTILE_TEXTS.entries()) {
      const kinds = hostileContents(text)
      await merchant.speak(talk, kinds[at % kinds.length])
    }
    await expect
      .poll(() => page.locator('[data-testid=log] .line, [data-testid=log] .notice').count())
      .toBeGreaterThan(60)
    const missing = async () => {
      const shown = await wordsOf(page)
      return HOSTILE_TEXTS.filter((text) => !shown.includes(text.slice(0, 400).replaceAll(/\s+/g, ' ').trim()))
    }
    await expect.poll(missing).toEqual([])
    for (const text of HOSTILE_TEXTS.slice(0, 8)) await askIn(page, text)
    await expect.poll(() => page.locator('[data-role=buyer]').count()).toBe(9)
    await showHostileNames(page)
    const found = await page.evaluate(`({
      odd: document.querySelector('xiaoer-chat').shadowRoot.querySelectorAll(
        'script,iframe,object,embed,base,meta,style,[onerror],[onload],a[href^="javascript"]').length,
      hit: window.hit,
      address: location.href,
    })`)
    expect(found).toEqual({ odd: 0, hit: undefined, address: shop.url })
    expect(faults.filter((fault) => !fault.includes('shop.example'))).toEqual([])
    await context.close()
  })

  test('what is said while the network is cut is there afterwards: all, in order, once', async () => {
    const { context, page } = await visit(browser)
    const talk = await openTalk(page)
    await context.setOffline(true)
    const numbers = Array.from({ length: 12 }, (_, index) => `第${index + 1}句`)
    for (const text of numbers) await merchant.speak(talk, { kind: 'text', text })
    await askIn(page, '断网时说的话')
    await expect.poll(() => page.locator('.sending').count()).toBe(1)
    await context.setOffline(false)
    await expect.poll(() => page.locator('[data-role=agent]').count()).toBe(numbers.length)
    expect(await page.locator('[data-role=agent] .words').allInnerTexts()).toEqual(numbers)
    await expect.poll(() => page.locator('.sending').count()).toBe(0)
    expect(await page.locator('[data-role=buyer]', { hasText: '断网时说的话' }).count()).toBe(1)
    await context.close()
  })

  test('two tabs share one socket, and when its holder goes the other goes on', async () => {
    const { context, page } = await visit(browser)
    let sockets = 0
    context.on('page', (opened) => opened.on('websocket', () => (sockets += 1)))
    page.on('websocket', () => (sockets += 1))
    const talk = await openTalk(page)
    const other = await openTab(context)
    await merchant.speak(talk, { kind: 'text', text: '两边都看得到' })
    for (const tab of [page, other]) await tab.getByText('两边都看得到').waitFor()
    await askIn(other, '从另一页说')
    for (const tab of [page, other]) await expect.poll(() => tab.getByText('从另一页说').count()).toBe(1)
    expect(sockets).toBe(1)
    await page.close()
    await merchant.speak(talk, { kind: 'text', text: '只剩一页' })
    await other.getByText('只剩一页').waitFor()
    expect(sockets).toBe(2)
    await context.close()
  })

  test('a picture is chosen, pasted or dropped, made smaller, seen by both sides, and tried again where it failed', async () => {
    const { context, page } = await visit(browser)
    const talk = await openTalk(page)
    await givePictures(page)
    const told = JSON.stringify(await merchant.ask(`/conversations/${talk}/messages`))
    expect(told.match(/"kind":"image","url":"\/api\/v1\/widget\/files\//g)).toHaveLength(3)
    await context.close()
  })
})

describe.skipIf(!hasBrowser())('what the window does for its buyer', () => {
  test('whoever asks to be forgotten is, in every tab and at the shop, after he has said so twice', async () => {
    const { context, page } = await visit(browser)
    const talk = await openTalk(page)
    const other = await openTab(context)
    const dialog = page.getByTestId('forget')
    await page.getByTestId('forget-me').click()
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await answers(page).count()).toBeGreaterThan(0)
    await page.getByTestId('forget-me').click()
    await dialog.waitFor()
    expect(await findBarriers(page)).toEqual([])
    await dialog.getByRole('button', { name: '删除', exact: true }).click()
    await dialog.getByText('已删除').waitFor()
    await dialog.getByRole('button', { name: '知道了' }).click()
    for (const tab of [page, other]) await expect.poll(() => tab.locator('[data-role]').count()).toBe(0)
    await expect(merchant.ask(`/conversations/${talk}`)).rejects.toThrow('404')
    await askIn(page, '你好')
    for (const tab of [page, other]) await expect.poll(() => answers(tab).count()).toBeGreaterThan(0)
    expect(await merchant.latestTalk()).not.toBe(talk)
    await context.close()
  })

  test('whoever waits reads his place, says how he is reached, hears of news by the title, and types above the keyboard', async () => {
    const { context, page } = await visit(browser)
    await page.setViewportSize({ width: 390, height: 700 })
    await waitForPerson(page, shop.url)
    const talk = await merchant.latestTalk()
    const told = async () => JSON.stringify(await merchant.ask(`/conversations/${talk}/messages`))
    await expect.poll(told).toContain('138****0000\\n留言: <b>周六</b>前要用')
    await hide(page)
    await merchant.takeOver(talk)
    await expect.poll(() => page.title()).toMatch(/【\d+ 条新消息】/)
    await showAgain(page, '店')
    await raiseKeyboard(page, 400)
    await context.close()
  })

  test('unread is counted on the closed button, also after a reload', async () => {
    const { context, page } = await visit(browser)
    const talk = await openTalk(page)
    await page.keyboard.press('Escape')
    for (const text of ['一', '二', '三']) await merchant.speak(talk, { kind: 'text', text })
    const badge = page.locator('xiaoer-chat .b')
    const before = Number(
      await expect
        .poll(() => badge.innerText())
        .toMatch(/^\d+$/)
        .then(() => badge.innerText()),
    )
    expect(before).toBeGreaterThanOrEqual(3)
    await page.reload()
    await expect.poll(() => badge.innerText()).toBe(String(before))
    await page.getByTestId('xiaoer-launcher').click()
    await expect.poll(() => badge.innerText()).toBe('')
    await context.close()
  })

  test('where no socket gets through, long polls carry the same talk', async () => {
    const { context, page } = await visit(browser)
    let polls = 0
    page.on('request', (request) => (polls += request.postData()?.includes('"waitS":20') ? 1 : 0))
    await page.routeWebSocket(/widget\/ws/, (socket) => socket.close())
    const talk = await openTalk(page)
    const numbers = Array.from({ length: 5 }, (_, index) => `第${index + 1}句`)
    for (const text of numbers) await merchant.speak(talk, { kind: 'text', text })
    await expect.poll(() => page.locator('[data-role=agent] .words').allInnerTexts()).toEqual(numbers)
    expect(polls).toBeGreaterThan(0)
    await context.close()
  })

  test('in a frame it is the same window, and destroy leaves nothing', async () => {
    const { context, page, faults } = await visit(browser)
    await page.goto(framed.url)
    await page.getByTestId('xiaoer-launcher').click()
    const inside = page.frameLocator('xiaoer-chat iframe')
    await inside.getByTestId('composer').fill('在吗')
    await inside.getByTestId('composer').press('Enter')
    await inside.locator('[data-role=robot]').first().waitFor()
    await inside.getByTestId('composer').press('Escape')
    await expect.poll(() => isFocused(page, 'xiaoer-launcher')).toBe(true)
    await page.evaluate('window.Xiaoer.destroy()')
    expect(await page.locator('xiaoer-chat, iframe').count()).toBe(0)
    expect(await page.evaluate('typeof window.Xiaoer')).toBe('undefined')
    expect(faults).toEqual([])
    await context.close()
  })
})
