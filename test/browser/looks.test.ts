import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContactSheet } from './contact-sheet.ts'
import { findBarriers } from './find-barriers.ts'
import { type Furnished, furnishPages } from './furnish-pages.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { type OpenConsole, openConsole } from './open-console.ts'
import { moreOpenings } from './open-more-things.ts'
import { openings } from './open-things.ts'
import { openPerson } from './open-person.ts'

const OPENING_MS = 400_000
const LOOKS_MS = 600_000
const ROUTES = readFileSync(join(import.meta.dirname, '..', '..', 'web', 'frame', 'routes.tsx'), 'utf8')
const WIDE = { width: 1366, height: 768 }
const NARROW = { width: 390, height: 844 }
const LANGUAGES = ['zh', 'en'] as const

/** The refusals that are looked at: a wrong password, a server that is busy. */
const MEANT = /status of (401|503)/

/** What opens in what opens is drawn in one of the two looks, by turns; in both when all pictures are wanted. */
const DEEPER = Object.keys(moreOpenings({}))
const isDrawn = (name: string, language: string): boolean =>
  process.env.XIAOER_EVERY_LOOK !== undefined ||
  !DEEPER.includes(name) ||
  DEEPER.indexOf(name) % LANGUAGES.length === LANGUAGES.findIndex((one) => one === language)

interface Looked {
  readonly page: Page
  readonly name: string
  readonly language: string
  readonly theme: string
}

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
  let pages: Furnished['pages']
  let inside: Furnished['inside']
  const sheet = openContactSheet('console')

  const lookTwice = async ({ page, name, language, theme }: Looked): Promise<string[]> => {
    const barriers: string[] = []
    for (const size of [WIDE, NARROW]) {
      await page.setViewportSize(size)
      const look = `${language}-${theme}-${size.width}`
      barriers.push(...(await findBarriers(page)).map((barrier) => `${name} ${look}: ${barrier}`))
      await page.screenshot({ path: sheet.place(name, look) })
    }
    await page.setViewportSize(WIDE)
    return barriers
  }

  beforeAll(async () => {
    house = await openConsole()
    browser = await openBrowser()
    ;({ pages, inside } = await furnishPages(house))
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
          barriers.push(...(await lookTwice({ page, name, language, theme })))
        }
        barriers.push(...complaints)
        await context.close()
      }
      expect(barriers).toEqual([])
    },
    LOOKS_MS,
  )

  // Every page above was seen in all looks; what opens in them is made of the same parts: two looks show words and colours.
  test.each([
    { language: 'zh', theme: 'light' },
    { language: 'en', theme: 'dark' },
  ] as const)(
    'has menus, windows and failures that are as sound, in $language and $theme, wide and narrow',
    async (tastes) => {
      const { page, context, complaints } = await openPerson(browser, house.address, { ...tastes, ...WIDE })
      const barriers: string[] = []
      const look = (name: string) => lookTwice({ page, name, ...tastes }).then((found) => barriers.push(...found))
      for (const [name, { path, open }] of Object.entries(openings({ ...pages, ...inside }))) {
        if (!isDrawn(name, tastes.language)) continue
        await page.goto(`/console${path}`)
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
        // One that does not open hides no other.
        const opened = await open(page).then(
          () => '',
          (error) => `${name} does not open: ${error}`,
        )
        if (opened) barriers.push(opened)
        await look(`open-${name}`)
      }
      await page.goto('/console/')
      await page.setViewportSize(NARROW)
      await page.locator('.top-menu').click()
      await page.getByRole('dialog').waitFor()
      barriers.push(...(await findBarriers(page)))
      await page.screenshot({ path: sheet.place('open-menu', `${tastes.language}-${tastes.theme}-390`) })
      await page.setViewportSize(WIDE)
      await context.clearCookies()
      await page.goto('/console/')
      await page.getByTestId('password').fill('wrong')
      await page.getByTestId('email').fill('owner@shop.example')
      await page.getByTestId('sign-in').click()
      await page.getByRole('alert').getByText(/./).waitFor()
      await look('sign-in')
      await page.route('**/api/v1/installation', (route) => route.fulfill({ json: { isNew: true } }))
      await page.reload()
      await page.getByTestId('make-owner').waitFor()
      await look('first-owner')
      expect([...barriers, ...complaints.filter((line) => !MEANT.test(line))]).toEqual([])
      await context.close()
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
