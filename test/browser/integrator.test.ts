import { createHmac } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createDraw } from './draw.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { patiently } from './open-console.ts'
import { DESK, openPerson } from './open-person.ts'
import { openShopPage, type ShopPage } from './shop-page.ts'
import { type RunningProduct, startProduct } from './start-product.ts'
import { answers, askIn, visit } from './visitor.ts'
import { openReceiver, type Receiver } from './webhook-receiver.ts'

const START_MS = 420_000
const JOURNEY_MS = 240_000
const TYPE = 'conversation.taken-over'
const draw = createDraw()

const shops = z.object({ items: z.array(z.object({ shopId: z.string(), name: z.string() })) })
const talks = z.object({
  items: z.array(z.object({ conversationId: z.string(), buyer: z.object({ name: z.string().nullable() }) })),
})

type Call = readonly [method: 'GET' | 'POST', path: string, key: string, body?: unknown]

describe.skipIf(!hasBrowser())('somebody who connects a program', () => {
  let product: RunningProduct
  let browser: Browser
  let receiver: Receiver
  let shop: { readonly shopId: string; readonly name: string }
  let shopPage: ShopPage

  beforeAll(async () => {
    if (!hasBrowser()) return
    receiver = await openReceiver()
    product = await startProduct({ EGRESS_LOOPBACK_PORTS: String(receiver.port) })
    browser = await openBrowser()
    const all = shops.parse(await (await call('GET', '/shops', product.access.apiKey)).json()).items
    shop = draw(all)
    shopPage = await openShopPage(product.url, `data-shop="${shop.shopId}"`)
  }, START_MS)
  afterAll(async () => {
    await shopPage?.close()
    await browser?.close()
    await product?.stop()
    await receiver?.close()
  })

  const call = (...[method, path, key, body]: Call): Promise<Response> => {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const sent = body === undefined ? null : JSON.stringify(body)
    return patiently(() => fetch(`${product.url}/api/v1${path}`, { method, headers, body: sent }))
  }
  const open = (path: string) => enter(browser, product, path)
  /** The demo shop keeps the clock of both. */
  const skip = (hours: number) =>
    fetch(new URL('/clock', product.shopUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ skipHours: hours }),
    })

  test(
    'makes a key in the console that may do what was ticked, and nothing else',
    async () => {
      const { page, context, complaints } = await open('/developer?tab=keys')
      const may = await makeKey(page, '会话看板', 'conversations:read')
      const other = await makeKey(page, '知识同步', draw(['knowledge:read', 'shops:read', 'webhooks:read']))
      const heard = await call('GET', '/conversations', may)
      expect([heard.status, talks.safeParse(await heard.json()).success]).toEqual([200, true])
      const refused = await call('GET', '/conversations', other)
      expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'forbidden' } }])
      expect((await call('GET', '/conversations', `${may.slice(0, -2)}xx`)).status).toBe(401)
      expect(complaints).toEqual([])
      await context.close()
    },
    JOURNEY_MS,
  )

  test(
    'gets signed events, three tries of one that failed twice, and again what it asks for again',
    async () => {
      const { page, context, complaints } = await open('/developer?tab=webhooks')
      const secret = await makeWebhook(page, receiver.url)
      const talk = await aTalk(product, browser, shopPage)
      receiver.answerNext(500, 500)
      expect((await call('POST', `/conversations/${talk}/take-over`, product.access.apiKey)).status).toBe(200)
      await expect.poll(() => receiver.got.length).toBe(1)
      const [first] = receiver.got
      expect(new Webhook(secret).verify(first?.body ?? '', first?.headers ?? {})).toMatchObject({ type: TYPE })
      expect(() => new Webhook(secret).verify(`${first?.body} `, first?.headers ?? {})).toThrow()
      await page.getByRole('button', { name: '投递日志' }).click()
      await page.getByText('1 次尝试').waitFor()
      // Tries wait 5 seconds, then 5 minutes, a fifth more at the most.
      await skip(0.01)
      await expect.poll(() => receiver.got.length).toBe(2)
      await page.getByText('2 次尝试').waitFor()
      await skip(0.2)
      await expect.poll(() => receiver.got.length).toBe(3)
      await page.getByText('3 次尝试').waitFor()
      await page.getByRole('button', { name: '详情' }).click()
      const drawer = page.getByRole('dialog', { name: '投递日志' })
      for (const line of ['#1', '#2', '#3']) await drawer.getByText(line).waitFor()
      await drawer.getByText('成功', { exact: true }).last().waitFor()
      expect(new Set(receiver.got.map(({ id }) => id)).size).toBe(1)
      expect(receiver.got.every((one) => isSigned(one, secret))).toBe(true)

      await drawer.getByRole('button', { name: /^重\s?发$/ }).click()
      await expect.poll(() => receiver.got.length).toBe(4)
      expect(receiver.got[3]?.id).toBe(first?.id)

      // 410 says "gone for good": given up at once. What was given up is sent again from a time on, when it is back.
      receiver.answerNext(410)
      for (const act of ['give-back', 'take-over'])
        expect((await call('POST', `/conversations/${talk}/${act}`, product.access.apiKey)).status).toBe(200)
      await drawer.getByText('失败', { exact: true }).last().waitFor()
      const endpoint = new URL(page.url()).searchParams.get('endpoint') ?? ''
      await page.goto('/console/developer?tab=webhooks')
      await page.getByRole('switch', { checked: false }).click()
      await page.getByRole('switch', { checked: true }).waitFor()
      const since = new Date(Date.now() - 3_600_000).toISOString()
      const again = await call('POST', `/webhooks/${endpoint}/replay`, product.access.apiKey, { since })
      expect([again.status, await again.json()]).toEqual([202, { replayed: 1 }])
      await expect.poll(() => receiver.got.length).toBe(6)
      expect(receiver.got[5]?.id).toBe(receiver.got[4]?.id)
      expect(complaints).toEqual([])
      await context.close()
    },
    JOURNEY_MS,
  )

  test(
    'tells who the buyer is: a foreign signature is refused and the page goes on, the right one shows the name',
    async () => {
      const secret = await newWindowSecret(product, browser, shop.shopId)
      const name = draw(['林小满', '周末的猫', '阿青'])
      const { context, page, faults } = await visit(browser)
      await page.goto(shopPage.url)
      await page.getByTestId('xiaoer-launcher').click()
      await askIn(page, '你好')
      await expect.poll(() => answers(page).count()).toBeGreaterThan(0)
      const refused = page.waitForResponse((answer) => answer.url().includes('/widget/') && answer.status() >= 400)
      await page.evaluate(`window.Xiaoer.identify('${tokenOf('not-the-secret', name)}')`)
      expect((await refused).status()).toBe(401)
      const heard = await answers(page).count()
      await askIn(page, '还在吗')
      await expect.poll(() => answers(page).count()).toBeGreaterThan(heard)
      const named = async () => {
        const list = talks.parse(await (await call('GET', '/conversations?limit=50', product.access.apiKey)).json())
        return list.items.map(({ buyer }) => buyer.name)
      }
      expect(await named()).not.toContain(name)

      await page.evaluate(`window.Xiaoer.identify('${tokenOf(secret, name)}')`)
      await expect.poll(named).toContain(name)
      await askIn(page, '我是老顾客')
      await expect.poll(() => answers(page).count()).toBeGreaterThan(heard + 1)
      const desk = await open(`/conversations?shop=${shop.shopId}`)
      await desk.page.getByTestId('talk-row').filter({ hasText: name }).waitFor()
      expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
      expect(desk.complaints).toEqual([])
      await desk.context.close()
      await context.close()
    },
    JOURNEY_MS,
  )
})

async function enter(browser: Browser, product: RunningProduct, path: string) {
  const as = { email: 'owner@demo.example', password: product.access.password }
  const person = await openPerson(browser, product.url, { ...DESK, ...as })
  await person.page.goto(`/console${path}`)
  return person
}

/** In the console, as its owner would; gives the secret that is shown once. */
async function makeKey(page: Page, name: string, scope: string): Promise<string> {
  await page.getByTestId('new-key').click()
  const form = page.getByRole('dialog', { name: '新建密钥' })
  await form.getByLabel('名称').fill(name)
  await form.getByRole('checkbox', { name: scope }).check()
  await form.getByRole('button', { name: /^添\s?加$/ }).click()
  return readSecret(page)
}

async function makeWebhook(page: Page, url: string): Promise<string> {
  await page.getByTestId('new-webhook').first().click()
  const form = page.getByRole('dialog', { name: '添加地址' })
  await form.getByLabel('地址').fill(url)
  await form.getByLabel('事件').fill(TYPE)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await form.getByRole('button', { name: /^添\s?加$/ }).click()
  return readSecret(page)
}

async function readSecret(page: Page): Promise<string> {
  const secret = await page.getByTestId('secret').innerText()
  await page.getByRole('button', { name: /^已保存$/ }).click()
  await page.getByTestId('secret').waitFor({ state: 'detached' })
  return secret
}

/** Of the shop's chat window: made anew in the console, the old one stays valid beside it. */
async function newWindowSecret(product: RunningProduct, browser: Browser, shopId: string): Promise<string> {
  const { page, context } = await enter(browser, product, `/channels?shop=${shopId}`)
  await page.locator('.thing', { hasText: 'widget.js' }).getByRole('button', { name: '换密钥' }).click()
  const secret = await readSecret(page)
  await context.close()
  return secret
}

/** As a merchant's server signs it. */
function tokenOf(secret: string, name: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub: 'integrator-buyer', name, exp: Math.floor(Date.now() / 1000) + 24 * 3600 }
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
}

/** By hand: the clock was skipped, and the package refuses what is not of this very minute. */
function isSigned({ id, headers, body }: Receiver['got'][number], secret: string): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  return headers['webhook-signature']?.split(' ').includes(new Webhook(secret).sign(id, at, body)) ?? false
}

async function aTalk(product: RunningProduct, browser: Browser, shopPage: ShopPage): Promise<string> {
  const { context, page } = await visit(browser)
  await page.goto(shopPage.url)
  await page.getByTestId('xiaoer-launcher').click()
  await askIn(page, draw(['你好', '在吗', '包邮吗']))
  await expect.poll(() => answers(page).count()).toBeGreaterThan(0)
  await context.close()
  const headers = { authorization: `Bearer ${product.access.apiKey}` }
  const list = talks.parse(await (await fetch(`${product.url}/api/v1/conversations?limit=1`, { headers })).json())
  return list.items[0]?.conversationId ?? ''
}
