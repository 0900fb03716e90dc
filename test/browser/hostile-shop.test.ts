import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buyer, type Coupon, coupon, type Order, order, type Parcel, type Product, product } from '../../demo/shapes.ts'
import { keepWindow } from '../../demo/front/chat-window.ts'
import { readPage, writeRecords } from '../../demo/store/records.ts'
import { type RunningDemo, startDemo } from '../fixtures/start-demo.ts'
import { type HostileShows, openHostileShows } from './hostile-shows.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { flat, short, type Watched, watchPage } from './watch-page.ts'

/* The pages of the demo shop: what stands in its goods, coupons and orders, and what addresses bring along. */
const OPENING_MS = 120_000
const WALK_MS = 120_000
const SHOP = 'yunqili'
const BUYER = 'buyer001'
const NOW = Date.parse('2026-11-20T02:00:00Z')
const FEW = 12
const LONGEST_CATEGORY = 50

let demo: RunningDemo
let shows: HostileShows
let browser: Browser
let page: Page
let watched: Watched
const complaints: string[] = []

beforeAll(async () => {
  if (!hasBrowser()) return
  demo = await startDemo({ now: new Date(NOW).toISOString() })
  shows = await openHostileShows(HOSTILE_TEXTS)
  await plant(demo.databaseUrl)
  browser = await openBrowser()
  page = await browser.newPage()
  // The page that is not there is asked for on purpose.
  page.on(
    'console',
    (line) => line.type() === 'error' && !/status of 404/.test(line.text()) && complaints.push(line.text()),
  )
  page.on('pageerror', (error) => complaints.push(error.message))
  watched = watchPage(page)
}, OPENING_MS)
afterAll(async () => {
  await browser?.close()
  await shows?.close()
  await demo?.stop()
})

async function plant(connectionString: string): Promise<void> {
  const pool = new pg.Pool({ connectionString })
  const some = { shopId: SHOP, updatedSince: 0, cursor: null, orderId: null, limit: 1000 }
  const [aProduct] = await readPage(pool, product, { ...some, kind: 'product', customerId: null })
  const [aCoupon] = await readPage(pool, coupon, { ...some, kind: 'coupon', customerId: null })
  const [anOrder] = await readPage(pool, order, { ...some, kind: 'order', customerId: null })
  if (!aProduct || !aCoupon || !anOrder) throw new Error('the shop is empty')
  for (const [at, text] of HOSTILE_TEXTS.entries())
    await writeRecords(pool, SHOP, [
      { kind: 'product', document: hostileProduct(aProduct, at, text) },
      { kind: 'coupon', document: hostileCoupon(aCoupon, at, text) },
      { kind: 'order', document: hostileOrder(anOrder, at, text) },
      { kind: 'parcel', document: hostileParcel(at, text) },
    ])
  // The pages take the names of buyers from the first of the shops.
  const { rows } = await pool.query('select min(shop_id) as first from shop')
  const shopId = String(rows[0]?.first)
  const people = await readPage(pool, buyer, { ...some, shopId, kind: 'buyer', customerId: null })
  for (const one of people)
    await writeRecords(pool, shopId, [{ kind: 'buyer', document: { ...one, name: HOSTILE_TEXTS[0] ?? '' } }])
  await keepWindow(pool, SHOP, { url: shows.url, shopId: 'x', secret: 'a secret of the demo', offersKey: 'k' })
  await pool.end()
}

const hostileProduct = (one: Product, at: number, text: string): Product => ({
  ...one,
  productId: `h${at}`,
  title: text,
  category: text,
  onShelf: true,
  attributes: { [`叫${text}`]: text },
  sizeTable: [[text], [text]],
  skus: one.skus.slice(0, 1).map((sku) => ({ ...sku, skuId: `s${at}`, stock: 9, options: { 颜色: text } })),
})
const hostileCoupon = ({ roomId: _room, ...one }: Coupon, at: number, text: string): Coupon => ({
  ...one,
  couponId: `h${at}`,
  title: text,
  productIds: [`h${at}`],
  claimable: true,
  left: null,
  validFrom: 0,
  validTo: NOW * 2,
})
const hostileOrder = (one: Order, at: number, text: string): Order => ({
  ...one,
  orderId: `h${at}`,
  customerId: BUYER,
  lines: one.lines.slice(0, 1).map((line) => ({ ...line, title: text, options: { 颜色: text } })),
  address: { ...one.address, city: short(text, 30), district: short(text, 30) },
  note: text,
  placedAt: NOW + at,
})
const hostileParcel = (at: number, text: string): Parcel => ({
  parcelId: `h${at}`,
  orderId: `h${at}`,
  company: text,
  number: text,
  state: 'in-transit',
  events: [{ at: NOW, text }],
  eta: null,
  updatedAt: NOW,
})

const show = async (path: string, texts: readonly string[]) => {
  await page.goto(`${demo.url}/demo-shop${path}`, { waitUntil: 'domcontentloaded' })
  await watched.shows(texts)
}

describe.skipIf(!hasBrowser())('sixty hostile texts in the demo shop', () => {
  test(
    'stand in lists as typed: goods, categories, orders',
    async () => {
      expect(HOSTILE_TEXTS.length).toBe(60)
      await show(`/s/${SHOP}`, HOSTILE_TEXTS)
      await show('/orders', HOSTILE_TEXTS)
      for (const text of HOSTILE_TEXTS.filter(({ length }) => length <= LONGEST_CATEGORY))
        await show(`/s/${SHOP}?c=${encodeURIComponent(text)}`, [text])
    },
    WALK_MS,
  )

  test(
    'stand in the pages of goods and orders as typed, and machines read the same title',
    async () => {
      for (const [at, text] of HOSTILE_TEXTS.entries()) {
        await show(`/s/${SHOP}/p/h${at}`, [text])
        expect(flat(await page.title())).toContain(flat(text))
        const block = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '')
        expect([block.name, block.category]).toEqual([text, text])
        // Title, way there, coupon, article, attribute's name and value, table's head and cell.
        expect(flat(await page.locator('main').textContent()).split(flat(text)).length - 1).toBeGreaterThanOrEqual(8)
        await show(`/s/${SHOP}/o/h${at}`, [text])
      }
    },
    WALK_MS,
  )

  test('stand on the page of a show, in the links to shows and in the names of buyers as typed', async () => {
    await show(`/s/${SHOP}`, HOSTILE_TEXTS)
    expect(await page.getByTestId(`customerId-${BUYER}`).innerText()).toBe(HOSTILE_TEXTS[0])
    expect(await page.locator('[data-testid^=live-]').allInnerTexts()).toHaveLength(HOSTILE_TEXTS.length)
    await show(`/s/${SHOP}/live/hostile`, HOSTILE_TEXTS)
    // Title of goods, coupon, question, answer, promise.
    for (const text of HOSTILE_TEXTS)
      expect(flat(await page.locator('main').textContent()).split(flat(text)).length - 1).toBeGreaterThanOrEqual(5)
  })

  test('stand in the basket and at the till as typed', async () => {
    for (let at = 0; at < FEW; at += 1) {
      await page.goto(`${demo.url}/demo-shop/s/${SHOP}/p/h${at}`)
      await page.getByTestId('add-to-cart').click()
      await page.waitForURL(/\/cart$/)
    }
    await watched.shows(HOSTILE_TEXTS.slice(0, FEW))
    await show('/checkout', HOSTILE_TEXTS.slice(0, FEW))
  })

  test(
    'that come in an address or a cookie are text or nothing',
    async () => {
      for (const text of HOSTILE_TEXTS.map((one) => short(one, 200))) {
        await show(`/s/${SHOP}/o/h0?said=${encodeURIComponent(text)}`, [text])
        const address = `${demo.url}/demo-shop/nowhere/${encodeURIComponent(text)}`
        await page.goto(address, { waitUntil: 'domcontentloaded' })
        await watched.shows([])
      }
      const url = demo.url
      for (const [name, value] of [
        ['buyer', '<script>window.hit=1</script>'],
        ['lang', '"><script>window.hit=1</script>'],
        ['cart', Buffer.from('[{"shopId":"<svg onload=window.hit=1>"}]').toString('base64url')],
      ] as const) {
        await page.context().addCookies([{ name, value: encodeURIComponent(value), url }])
        await show('/cart', [])
      }
    },
    WALK_MS,
  )

  test('asked nobody, opened nothing, and no page complained', () => {
    const { asked, dialogs } = watched
    expect(asked.length).toBeGreaterThan(100)
    expect(
      asked.filter((url) => ![demo.url, `${shows.url}/widget.js`, 'data:'].some((ours) => url.startsWith(ours))),
    ).toEqual([])
    expect(dialogs).toEqual([])
    expect(complaints).toEqual([])
  })

  test('would be seen, did one of them run', async () => {
    await page.goto(`${demo.url}/demo-shop`)
    await page.evaluate(
      `document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror="window.hit=1">')`,
    )
    await expect(watched.shows([])).rejects.toThrow(/deeply equal/)
    await page.goto(`${demo.url}/demo-shop`)
    await page.evaluate('window.hit = 1')
    await expect(watched.shows([])).rejects.toThrow(/deeply equal/)
  })
})
