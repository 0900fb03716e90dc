import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { type OpenConsole, openConsole, OWNER } from './open-console.ts'
import { DESK, type Look, openPerson } from './open-person.ts'

const PICTURES = join(import.meta.dirname, '..', '..', 'dist', 'screenshots')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const OPENING_MS = 400_000
const LOOKS_MS = 300_000

const WIDE = { width: 1366, height: 768 }
const NARROW = { width: 390, height: 844 }
const COME_TO_REST = `Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity).map((one) => one.finished.catch(() => null)))`
/** Words do not change the contrast: each theme is measured once at each width. */
const isMeasured = ({ language, theme }: Look): boolean => (language === 'zh') === (theme === 'light')

if (!hasBrowser()) console.log('console in the browser: left out, no chromium here')

describe.skipIf(!hasBrowser())('the console in a browser', () => {
  let house: OpenConsole
  let browser: Browser
  let pages: Readonly<Record<string, string>>

  beforeAll(async () => {
    house = await openConsole()
    browser = await openBrowser()
    mkdirSync(PICTURES, { recursive: true })
    pages = await fill(house)
  }, OPENING_MS)

  afterAll(async () => {
    await browser?.close()
    await house?.close()
  })

  const looks: Look[] = (['zh', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).flatMap((theme) => [WIDE, NARROW].map((size) => ({ language, theme, ...size }))),
  )

  test.each(looks)(
    'every page is sound and accessible in $language, $theme, $width wide',
    async (look) => {
      const { page, context, complaints } = await openPerson(browser, house.address, look)
      const barriers: string[] = []
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`/console${path}`)
        await page.locator('h1').first().waitFor({ state: 'attached' })
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
        await page.evaluate(COME_TO_REST)
        if (isMeasured(look)) barriers.push(...(await findBarriers(page)).map((barrier) => `${name}: ${barrier}`))
        const file = `${name}-${look.language}-${look.theme}-${look.width}.png`
        await page.screenshot({ path: join(PICTURES, file) })
        const overflow: number = z
          .number()
          .parse(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
        if (overflow > 0) barriers.push(`${name}: ${overflow} px wider than the screen`)
      }
      await context.close()
      expect(barriers).toEqual([])
      expect(complaints).toEqual([])
    },
    LOOKS_MS,
  )

  test('a stranger is asked who he is, a wrong password is told, the right one leads in', async () => {
    const context = await browser.newContext({ baseURL: house.address, viewport: WIDE })
    const page = await context.newPage()
    await page.goto('/console/')
    await page.getByTestId('email').fill(OWNER.email)
    await page.getByTestId('password').fill('wrong')
    await page.getByTestId('sign-in').click()
    await page.getByRole('alert').getByText('邮箱或密码不对').waitFor()
    await page.getByTestId('password').fill(OWNER.password)
    await page.keyboard.press('Enter')
    await page.getByTestId('robot-switch').waitFor()
    await context.close()
  })

  test('an answer is written with the robot beside it, published, and says why it was given', async () => {
    const { page, context, complaints } = await openPerson(browser, house.address, DESK)
    await page.goto('/console/knowledge')
    await page.getByTestId('new-entry').first().click()
    await page.getByTestId('entry-title').fill('店里养猫吗')
    await page.getByTestId('entry-phrasings').fill('店里养猫吗\n有没有店猫')
    await page.getByTestId('answer-text').fill('有一只橘猫叫年糕~')
    await page.getByTestId('trial-say').fill('有没有店猫')
    await page.keyboard.press('Enter')
    await page.getByText('有一只橘猫叫年糕~').nth(1).waitFor()
    await page.getByTestId('save-publish').click()
    await page.getByText('已发布,机器人现在就这样答').waitFor()
    await house.say('cat-lover', '有没有店猫')
    await page.goto('/console/conversations')
    await page.getByTestId('talk-row').filter({ hasText: 'cat-lover' }).click()
    await page.getByText('有一只橘猫叫年糕~').nth(1).waitFor()
    await page.getByTestId('why').first().click()
    await page.getByTestId('why-pane').getByText('自有知识').first().waitFor()
    await context.close()
    expect(complaints).toEqual([])
  })

  test('a buyer who asks for a person is seen, answered and given back', async () => {
    const { page, context, complaints } = await openPerson(browser, house.address, DESK)
    await house.say('angry', '我要投诉,转人工')
    await page.goto('/console/conversations?owner=waiting')
    await page.getByTestId('talk-row').filter({ hasText: 'angry' }).click()
    await page.getByTestId('take-over').click()
    await page.getByTestId('composer').fill('您好,我是林店主,马上为您处理')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('您好,我是林店主,马上为您处理').waitFor()
    await page.getByTestId('give-back').click()
    await page.getByTestId('take-over').waitFor()
    await context.close()
    expect(complaints).toEqual([])
  })

  test('the keyboard alone leads from anywhere to any page', async () => {
    const { page, context } = await openPerson(browser, house.address, DESK)
    await page.goto('/console/')
    await page.getByTestId('robot-switch').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByTestId('command-input').fill('审计')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '审计日志' }).waitFor()
    expect(page.url()).toContain('/console/audit')
    await context.close()
  })

  test('what a buyer types is shown as typed and runs nowhere', async () => {
    const { page, context, complaints } = await openPerson(browser, house.address, DESK)
    const hostile = '<img src=x onerror="window.broken=1"><svg onload="window.broken=1">[链接](javascript:alert(1))'
    await house.say('<b>mallory</b>', hostile)
    await page.goto('/console/conversations')
    await page.getByTestId('talk-row').filter({ hasText: '<b>mallory</b>' }).click()
    await page.getByRole('log').getByText(hostile).waitFor()
    expect(await page.evaluate('window.broken ?? null')).toBeNull()
    expect(complaints).toEqual([])
    await context.close()
  })
})

/** Something on every page, and the addresses of all of them. */
async function fill(house: OpenConsole): Promise<Readonly<Record<string, string>>> {
  await house.say('小美', '包邮吗')
  await house.say('小美', '什么时候发货')
  await house.say('阿强', '转人工')
  const made = await house.ask('POST', `/knowledge/${house.shopId}/entries`, {
    entry: {
      topic: 'price',
      title: { zh: '有赠品吗' },
      phrasings: ['有赠品吗'],
      answers: [{ id: 'a', texts: ['送袜子一双~'] }],
    },
  })
  await house.ask('POST', `/knowledge/${house.shopId}/publish`, { note: '首批' })
  const { entryId } = z.object({ entryId: z.string() }).parse(made)
  const talks = await house.ask('GET', '/conversations')
  const { items } = z.object({ items: z.array(z.object({ conversationId: z.string() })).min(2) }).parse(talks)
  return {
    today: '/',
    conversations: '/conversations',
    conversation: `/conversations?id=${items[1]?.conversationId}`,
    knowledge: '/knowledge',
    entry: `/knowledge?entry=${entryId}`,
    releases: '/releases',
    packs: '/packs',
    lab: '/lab',
    products: '/products',
    orders: '/orders',
    rules: '/rules',
    setup: '/setup',
    'setup-trial': '/setup?step=trial',
    channels: '/channels',
    team: '/team',
    keys: '/developer?tab=keys',
    webhooks: '/developer?tab=webhooks',
    audit: '/audit',
    system: '/system',
    lost: '/nowhere',
  }
}

const axeShape = z.object({
  violations: z.array(
    z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
})

/** What axe calls serious or critical. */
async function findBarriers(page: { evaluate(script: string): Promise<unknown> }): Promise<string[]> {
  await page.evaluate(`${AXE};0`)
  const found = await page.evaluate(
    'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] })',
  )
  return axeShape
    .parse(found)
    .violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} × ${nodes.length}: ${nodes[0]?.html.slice(0, 160)}`)
}
