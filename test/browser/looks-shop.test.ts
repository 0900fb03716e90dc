import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContactSheet } from './contact-sheet.ts'
import { findBarriers } from './find-barriers.ts'
import { walkThroughShop } from './look-at-shop.ts'
import { lookAtChatPage, walkThroughWindow } from './look-at-window.ts'
import { type MerchantSide, merchantSide } from './merchant-side.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { type RunningProduct, startProduct } from './start-product.ts'

const START_MS = 420_000
const LOOKS_MS = 300_000
const WIDE = { width: 1366, height: 768 }
const NARROW = { width: 390, height: 844 }
const FRONT = join(import.meta.dirname, '..', '..', 'demo', 'front')
/** The page that is not there, and the network that is cut. */
const MEANT = /status of 404|ERR_INTERNET_DISCONNECTED/
/** Each in a shop of its own: a buyer who never wrote there has an empty window. */
const LOOKS = [
  { language: 'zh', theme: 'light', shop: 'yunqili' },
  { language: 'zh', theme: 'dark', shop: 'muting' },
  { language: 'en', theme: 'light', shop: 'heshanji' },
  { language: 'en', theme: 'dark', shop: 'jiyao' },
] as const

describe.skipIf(!hasBrowser())('every page of the demo shop and the chat window', () => {
  let product: RunningProduct
  let browser: Browser
  let merchant: MerchantSide
  const seen = new Set<string>()
  const sheet = openContactSheet('shop')

  beforeAll(async () => {
    product = await startProduct()
    merchant = merchantSide(product)
    browser = await openBrowser()
  }, START_MS)
  afterAll(async () => {
    sheet.close()
    await browser?.close()
    await product?.stop()
  })

  test.each(LOOKS)(
    'is sound and accessible in $language, $theme, wide and narrow',
    async ({ language, theme, shop }) => {
      const barriers: string[] = []
      const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
      const context = await browser.newContext({ colorScheme: theme, viewport: WIDE, locale, reducedMotion: 'reduce' })
      context.setDefaultTimeout(20_000)
      context.on('console', (line) => line.type() === 'error' && !MEANT.test(line.text()) && barriers.push(line.text()))
      context.on('weberror', (error) => barriers.push(error.error().message))
      const page = await context.newPage()
      const look = async (name: string, on: Page = page) => {
        seen.add(new URL(on.url()).pathname)
        for (const size of [WIDE, NARROW]) {
          await on.setViewportSize(size)
          const way = `${language}-${theme}-${size.width}`
          barriers.push(...(await findBarriers(on)).map((barrier) => `${name} ${way}: ${barrier}`))
          await on.screenshot({ path: sheet.place(name, way) })
        }
        await on.setViewportSize(WIDE)
      }
      await page.goto(product.shopUrl)
      await page.getByTestId(`lang-${language}`).click()
      await walkThroughShop({ page, shopUrl: product.shopUrl, shop, look })
      await page.goto(`${product.shopUrl}/s/${shop}`)
      const origin = new URL(product.shopUrl).origin
      await walkThroughWindow({ page, context, merchant, origin, look })
      const ours = await page.locator('script[data-shop]').getAttribute('data-shop')
      await lookAtChatPage(page, { url: `${product.url}/chat/${ours}`, language }, look)
      await context.close()
      expect(barriers).toEqual([])
    },
    LOOKS_MS,
  )

  test('is among those that were looked at', () => {
    const code = readdirSync(FRONT)
      .filter((file) => file.endsWith('-routes.ts'))
      .map((file) => readFileSync(join(FRONT, file), 'utf8'))
    const routes = code.flatMap((text) => [...text.matchAll(/app\.get\('(\/demo-shop(?:\/[^'.]*)?)'/g)])
    expect(routes.length).toBeGreaterThan(6)
    const isSeen = (route: string) =>
      [...seen].some((path) => new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(path))
    expect(routes.map(([, route = '']) => route).filter((route) => !isSeen(route))).toEqual([])
  })
})
