import { parse } from 'csv-parse/sync'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { anOrder, aProduct } from '../fixtures/shop-documents.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import { FILER, talks, walkActs, walkContents, walkOpenings, walkWork, withoutMail } from './hostile-walks.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { type OpenConsole, openConsole } from './open-console.ts'
import { openPerson, type Person } from './open-person.ts'
import { plantOffers } from './plant-offers.ts'
import { plantWork, releaseEach } from './plant-work.ts'
import { short, type Watched, watchPage } from './watch-page.ts'

/*
 * What buyers, owners and files write, wherever the console shows it. Each text would set `window.hit`, open a dialog, or
 * ask evil.example if anything of it were taken for more than text. The buyer's window has its own sixty in buyer.test.ts.
 */
const START_MS = 420_000
const WALK_MS = 120_000
const BUYERS = 6
/** A list's first page. */
const FEW = 20
const LOOK = { language: 'zh', theme: 'light', width: 1366, height: 768 } as const
const FIRST = HOSTILE_TEXTS.slice(0, FEW)
const NAMES = FIRST.map((text) => short(text, 60))
/** As a shop's own system may call its goods: what webhooks tell of them. */
const IDS = HOSTILE_TEXTS.filter((text) => !/[\r\n]/.test(text)).map((text) => short(text, 128))
const SCRIPT = 'javascript:window.hit=1'
const HOOK = `https://hooks.example/"><script>window.hit=1</script>`

const made = z.object({ entryId: z.string() })

let house: OpenConsole
const entries: string[] = []
let browser: Browser
let person: Person
let page: Page
let watched: Watched

beforeAll(async () => {
  if (!hasBrowser()) return
  house = await openConsole()
  browser = await openBrowser()
  await plant()
  person = await openPerson(browser, house.address, LOOK)
  page = person.page
  watched = watchPage(page)
}, START_MS)
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

async function plant(): Promise<void> {
  const { shopId, ask } = house
  await ask('POST', '/webhooks', { url: HOOK, types: ['product.changed'] })
  const told = HOSTILE_TEXTS.map((text, at) => ({ text, nickname: short(HOSTILE_TEXTS[at % BUYERS] ?? '', 90) }))
  await Promise.all(
    Array.from({ length: BUYERS }, async (_, buyer) => {
      for (const { text, nickname } of told.filter((_one, at) => at % BUYERS === buyer)) await house.say(nickname, text)
    }),
  )
  const products = FIRST.map((text, at) =>
    aProduct({
      productId: `h${at}`,
      title: short(text, 200),
      category: short(text, 60),
      attributes: { 材质: text, [short(text, 60)]: text },
      sizeTable: [[text], [text]],
      url: text,
    }),
  )
  const attributes = Object.fromEntries(HOSTILE_TEXTS.map((text, at) => [`${at} ${short(text, 60)}`, text]))
  const sizeTable = [FIRST, FIRST]
  products.push(aProduct({ productId: 'all', attributes, sizeTable, url: SCRIPT }))
  await ask('POST', `/shops/${shopId}/imports`, [...products, ...IDS.map((productId) => aProduct({ productId }))])
  const orders = FIRST.map((text, at) => {
    const line = { productId: `h${at}`, skuId: 's-m', title: text, options: {}, quantity: 1, price: anOrder().total }
    return anOrder({ orderId: `ho${at}`, note: text, lines: [line], url: text })
  })
  const lines = HOSTILE_TEXTS.map((text, at) => {
    return {
      productId: 'all',
      skuId: `s${at}`,
      title: text,
      options: { [short(text, 60)]: text },
      quantity: 1,
      price: anOrder().total,
    }
  })
  orders.push(anOrder({ orderId: 'all', lines, url: SCRIPT }))
  await ask('POST', `/shops/${shopId}/imports?kind=orders`, orders)
  for (const [at, text] of NAMES.entries()) {
    const entry = { title: { zh: text }, phrasings: [`${text} ${at}`], answers: [{ id: 'a', texts: [text] }] }
    entries.push(made.parse(await ask('POST', `/knowledge/${shopId}/entries`, { entry })).entryId)
    const password = 'correct horse battery'
    await ask('POST', '/staff', { email: `h${at}@shop.example`, name: text, password, role: 'agent' })
    await ask('POST', '/api-keys', { name: text, scopes: ['messages:read'] })
  }
  await plantOffers(house, NAMES)
  await plantWork(house, NAMES)
  await releaseEach(house, NAMES, entries)
  for (const text of NAMES) {
    await house.say(FILER, { kind: 'file', url: 'https://files.example/x', name: text })
    await house.say(FILER, { kind: 'choice', token: 't', label: text })
  }
}

async function shows(path: string, texts: readonly string[], act?: () => Promise<void>): Promise<void> {
  await page.goto(`/console${path}`)
  await act?.()
  await watched.shows(texts)
}

const questions = z.object({ items: z.array(z.object({ sample: z.string() })) })
const HOSTILE_QUESTIONS = (shopId: string): string => `/shops/${shopId}/live-rooms/hostile/questions`

describe.skipIf(!hasBrowser())('sixty hostile texts', () => {
  test(
    'stand in talks as typed: nicknames in the list, every text in the transcripts, the reason and the memory',
    async () => {
      const { items } = talks.parse(await house.ask('GET', '/conversations?limit=50'))
      const planted = items.filter(({ buyer }) => HOSTILE_TEXTS.some((text) => short(text, 90) === buyer.name))
      expect(planted.length).toBe(BUYERS)
      await shows(
        '/conversations',
        HOSTILE_TEXTS.slice(0, BUYERS).map((text) => short(text, 90)),
      )
      for (const { conversationId, buyer } of planted) {
        const own = HOSTILE_TEXTS.filter((_text, at) => short(HOSTILE_TEXTS[at % BUYERS] ?? '', 90) === buyer.name)
        expect(own.length).toBeGreaterThanOrEqual(HOSTILE_TEXTS.length / BUYERS)
        await shows(`/conversations?id=${conversationId}`, own.map(withoutMail), async () => {
          await page.getByTestId('why').last().click()
          await page.getByTestId('why-pane').waitFor()
          await page.getByRole('button', { name: '记忆' }).click()
          await page.getByRole('dialog').waitFor()
        })
      }
    },
    WALK_MS,
  )

  test(
    'stand in lists and forms as typed: products, orders, knowledge, team, keys',
    async () => {
      await shows(
        '/products',
        FIRST.map((text) => short(text, 200)),
      )
      await shows('/orders', FIRST)
      await shows('/knowledge', NAMES)
      await shows('/team', NAMES)
      await shows('/developer', NAMES)
      for (const path of ['/', '/releases', '/audit', '/rules', '/lab', '/channels']) await shows(path, [])
    },
    WALK_MS,
  )

  test(
    'stand in offers and coupons, the price check and live rooms as typed',
    async () => {
      await shows('/offers', NAMES)
      await shows('/offers?tab=conflicts', [])
      await shows('/offers?offer=hostile0', NAMES.slice(0, 1))
      // Of coupons that exclude each other one is used, all others are named with the reason.
      await shows('/quote?sku=s-m', NAMES, async () => {
        await page.getByTestId('quote-result').locator('h2, h3, strong').first().waitFor()
      })
      await shows('/live', NAMES)
      const asked = async () => questions.parse(await house.ask('GET', HOSTILE_QUESTIONS(house.shopId))).items
      await expect.poll(asked).not.toEqual([])
      const samples = (await asked()).map(({ sample }) => sample)
      expect(samples.filter((sample) => NAMES.some((name) => sample.includes(name)))).toEqual(samples)
      await shows('/live?room=hostile', [...NAMES, ...samples])
    },
    WALK_MS,
  )

  test(
    'stand in the log of what was sent to others as typed',
    async () => {
      await shows('/developer?tab=webhooks', [HOOK], async () => {
        await page.locator('.card', { hasText: HOOK }).last().getByTestId('webhook-log').click()
        const details = page.getByRole('dialog').getByRole('button', { name: '详情' })
        await details.nth(FEW - 1).waitFor()
        for (let at = 0; at < FEW; at += 1) await details.nth(at).click()
        await expect.poll(() => page.getByRole('dialog').locator('pre').count()).toBe(FEW)
      })
      const payloads = (await page.getByRole('dialog').locator('pre').allTextContents()).join('\n')
      const inJson = (text: string) => JSON.stringify(text).slice(1, -1)
      expect(IDS.filter((id) => payloads.includes(`"${inJson(id)}"`)).length).toBeGreaterThan(FEW / 2)
    },
    WALK_MS,
  )

  test.each([
    ['in what a shop writes for its work', walkWork],
    ['in what opens', walkOpenings],
    ['in the finder, the test chat and the stop', walkActs],
    ['in every kind of content that staff and buyers send', walkContents],
  ] as const)('stand %s as typed', (_where, walk) => walk({ house, page, shows, names: NAMES, entries }), WALK_MS)

  test('are no formula in a table that is taken home', async () => {
    const formulas = ['=1+1', '+1+1', '-1+1', '@sum(a1)', '\t=1+1', '=cmd|x!a1']
    const entry = { title: { zh: '公式' }, phrasings: formulas, answers: [{ id: 'a', texts: formulas }] }
    await house.ask('POST', `/knowledge/${house.shopId}/entries`, { entry })
    const answer = await person.context.request.get(`/api/v1/knowledge/${house.shopId}/export?format=csv`)
    const cells = z
      .array(z.array(z.string()))
      .parse(parse(await answer.text(), { bom: true, relax_column_count: true }))
    expect(
      cells.flat().filter((cell) => formulas.some((formula) => cell.includes(formula.trim()))).length,
    ).toBeGreaterThan(0)
    expect(cells.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
  })

  test('stand in a file that is refused row by row', async () => {
    const rows = FIRST.map((text) => `"${text.replaceAll('"', '""')}",x,赠品,有吗,,`)
    const csv = `record,entryId,titleZh,phrasings,answerId,texts\n${rows.join('\n')}\n`
    await shows('/knowledge', FIRST.slice(0, 3), async () => {
      await page.getByTestId('import').click()
      const file = { name: '<img src=x onerror="window.hit=1">.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.getByTestId('import-report').waitFor()
    })
  })

  test('stand in a file that is taken, and in its name', async () => {
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
    const rows = FIRST.flatMap((text, at) => [
      `question,q${at},${cell(text)},赠品,${cell(`${at} ${text}`)},,`,
      `answer,q${at},,,,a,${cell(text)}`,
    ])
    const csv = `record,entryId,titleZh,topic,phrasings,answerId,texts\n${rows.join('\n')}\n`
    await shows('/knowledge', FIRST.slice(0, 3), async () => {
      await page.getByTestId('import').click()
      const name = `"><img src=x onerror="window.hit=1">.csv`
      await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(csv) })
      await page.getByTestId('import-report').waitFor()
    })
  })

  test('turn nothing beside them round: names and cells stand alone between directions', async () => {
    await page.goto('/console/conversations')
    await page.getByTestId('talk-row').first().waitFor()
    const open = `[...document.querySelectorAll('.talk-row strong, .talk-row .clip')].filter((one) => !/isolate|plaintext/.test(getComputedStyle(one).unicodeBidi)).length`
    expect(await page.locator('.talk-row strong').count()).toBeGreaterThanOrEqual(BUYERS)
    expect(await page.evaluate(open)).toBe(0)
  })

  test('asked nobody, opened nothing, and no page complained', () => {
    const { asked, dialogs } = watched
    expect(asked.length).toBeGreaterThan(100)
    expect(asked.filter((url) => !url.startsWith(house.address) && !url.startsWith('data:'))).toEqual([])
    expect(asked.filter((url) => new URL(url).pathname.endsWith('/x'))).toEqual([])
    expect(dialogs).toEqual([])
    expect(person.complaints).toEqual([])
  })
})
