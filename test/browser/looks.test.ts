import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContactSheet } from './contact-sheet.ts'
import { findBarriers } from './find-barriers.ts'
import { furnishPages } from './furnish-pages.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { type OpenConsole, openConsole } from './open-console.ts'
import { openPerson } from './open-person.ts'

const OPENING_MS = 400_000
const LOOKS_MS = 600_000
const ROUTES = readFileSync(join(import.meta.dirname, '..', '..', 'web', 'frame', 'routes.tsx'), 'utf8')
const WIDE = { width: 1366, height: 768 }
const NARROW = { width: 390, height: 844 }
const LANGUAGES = ['zh', 'en'] as const

/** `npm run docs:pictures` puts them where the documentation has them. */
const PICTURES = process.env.XIAOER_PICTURES ?? join(import.meta.dirname, '..', '..', 'test-results', 'pictures')
const SHOWN = [
  { name: 'knowledge', path: '/consoleENTRY', say: { zh: '有赠品吗', en: '有赠品吗' } },
  { name: 'lab', path: '/console/lab', say: { zh: '包邮吗', en: '包邮吗' } },
  { name: 'system', path: '/console/system', say: null },
  { name: 'window', path: '/chat/SHOP', say: { zh: '什么时候发货', en: '什么时候发货' } },
] as const

describe.skipIf(!hasBrowser())('every page of the console', () => {
  let house: OpenConsole
  let browser: Browser
  let pages: Readonly<Record<string, string>>
  const sheet = openContactSheet('console')

  beforeAll(async () => {
    house = await openConsole()
    browser = await openBrowser()
    pages = await furnishPages(house)
  }, OPENING_MS)
  afterAll(async () => {
    sheet.close()
    await browser?.close()
    await house?.close()
  })

  test('is among those that are looked at', () => {
    const routes = [...ROUTES.matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) => path)
    expect(routes.length).toBeGreaterThan(10)
    const seen = new Set(Object.values(pages).map((path) => path.split('?')[0]))
    expect(routes.filter((path) => !seen.has(path))).toEqual([])
  })

  // Loaded once for each theme and language, then drawn at each width.
  test.each(['light', 'dark'] as const)(
    'is sound and accessible in %s, in both languages, wide and narrow',
    async (theme) => {
      const barriers: string[] = []
      for (const language of LANGUAGES) {
        const { page, context, complaints } = await openPerson(browser, house.address, { language, theme, ...WIDE })
        for (const [name, path] of Object.entries(pages)) {
          await page.goto(`/console${path}`)
          await page.locator('h1').first().waitFor({ state: 'attached' })
          await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
          for (const size of [WIDE, NARROW]) {
            await page.setViewportSize(size)
            const look = `${language}-${theme}-${size.width}`
            barriers.push(...(await findBarriers(page)).map((barrier) => `${name} ${look}: ${barrier}`))
            await page.screenshot({ path: sheet.place(name, look) })
          }
          await page.setViewportSize(WIDE)
        }
        barriers.push(...complaints)
        await context.close()
      }
      expect(barriers).toEqual([])
    },
    LOOKS_MS,
  )

  test(
    'and the open window are as the documentation shows them',
    async () => {
      mkdirSync(PICTURES, { recursive: true })
      const chat = { shopId: house.shopId, kind: 'web', name: '网页' }
      await house.ask('POST', '/channels', chat)
      for (const language of LANGUAGES) {
        const look = { language, theme: 'light' as const, width: 1120, height: 700 }
        const { page, context } = await openPerson(browser, house.address, look)
        for (const { name, path, say } of SHOWN) {
          const to = path.replace('ENTRY', pages.entry ?? '').replace('SHOP', house.shopId)
          await page.goto(to)
          const field = page.getByTestId(to.startsWith('/chat') ? 'composer' : 'trial-say')
          if (say) {
            await field.fill(say[language])
            await page.keyboard.press('Enter')
            await page.locator('.line-robot, [data-role=robot]').last().waitFor()
          }
          await page.locator('h1, #xiaoer-title').first().waitFor({ state: 'attached' })
          await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
          await findBarriers(page)
          await page.screenshot({ path: join(PICTURES, `${name}-${language}.png`) })
        }
        await context.close()
      }
      expect(readdirSync(PICTURES).length).toBeGreaterThanOrEqual(SHOWN.length * LANGUAGES.length)
    },
    LOOKS_MS,
  )
})
