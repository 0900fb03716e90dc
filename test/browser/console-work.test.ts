import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { type OpenConsole, openConsole } from './open-console.ts'
import { type Look, openPerson } from './open-person.ts'

const OPENING_MS = 400_000
const JOURNEY_MS = 120_000
const DESK: Look = { language: 'zh', theme: 'light', width: 1366, height: 768 }

if (!hasBrowser()) console.log('work in the console: left out, no chromium here')

describe.skipIf(!hasBrowser())('work in the console', () => {
  let house: OpenConsole
  let browser: Browser

  beforeAll(async () => {
    house = await openConsole()
    browser = await openBrowser()
  }, OPENING_MS)

  afterAll(async () => {
    await browser?.close()
    await house?.close()
  })

  const journey = (name: string, walk: (page: Page) => Promise<void>) =>
    test(
      name,
      async () => {
        const { page, context, complaints } = await openPerson(browser, house.address, DESK)
        await walk(page)
        await context.close()
        expect(complaints).toEqual([])
      },
      JOURNEY_MS,
    )

  journey(
    'a talk is kept as a case, fails on what is published, passes on the drafts, and holds a bad release back',
    async (page) => {
      const entryId = await draft(house, '店里养猫吗', '有一只橘猫叫年糕~')
      await keepTalk(page)

      await page.locator('.cases-head').getByText('已发布', { exact: true }).click()
      await page.getByTestId('run-cases').click()
      await page.getByText('1 个用例通过 0 个').waitFor()
      expect(await page.getByTestId('failure').count()).toBe(2)
      await page.locator('.cases-head').getByText('含草稿', { exact: true }).click()
      await page.getByTestId('run-cases').click()
      await page.getByText('1 个用例通过 1 个').waitFor()
      expect(await page.getByTestId('failure').count()).toBe(0)

      await house.ask('PATCH', `/shops/${house.shopId}/settings`, { publishGate: 1 })
      await change(house, entryId, '这里不养猫')
      await page.goto('/console/knowledge')
      await page.getByTestId('publish').click()
      await page.getByTestId('verdict').getByText('1 个用例通过 0 个').waitFor()
      expect(await page.getByTestId('publish-go').isDisabled()).toBe(true)
      await page.keyboard.press('Escape')
      await change(house, entryId, '有的,年糕在睡觉')
      await page.getByTestId('publish').click()
      await page.getByTestId('verdict').getByText('1 个用例通过 1 个').waitFor()
      await page.getByTestId('publish-go').click()
      await page.getByText('第 1 版已发布').waitFor()
      await house.ask('PATCH', `/shops/${house.shopId}/settings`, { publishGate: null })
    },
  )

  journey('many entries are deleted at once and come back', async (page) => {
    await draft(house, '有生日礼物吗', '生日当月送袜子')
    await house.ask('POST', `/knowledge/${house.shopId}/publish`, { note: '生日' })
    await draft(house, '有会员日吗', '每月 8 号')
    await house.ask('POST', `/knowledge/${house.shopId}/publish`, { note: '会员' })
    await page.goto('/console/knowledge')
    await page.getByRole('checkbox', { name: '全选' }).click()
    await page.getByTestId('bulk-remove').click()
    const removed = page.getByRole('cell', { name: '待删除' })
    await removed.first().waitFor()
    await page.getByTestId('undo').click()
    await removed.first().waitFor({ state: 'detached' })
    expect(await states(house)).toEqual(['published'])
  })

  journey('a period is named beside the answer that is to hold in it', async (page) => {
    const id = await draft(house, '夜里有人吗', '夜里也有人')
    await page.goto(`/console/knowledge?entry=${id}`)
    await page.locator('summary').filter({ hasText: '生效条件' }).click()
    await page.getByRole('button', { name: '时效' }).last().click()
    await page.getByTestId('new-period').click()
    await page.getByTestId('period-name').fill('夜间')
    await page.getByRole('button', { name: '+ 加一段钟点' }).click()
    await page.getByTestId('period-save').click()
    await page.getByTestId('period').filter({ hasText: '22:00–08:00' }).waitFor()
  })
})

async function keepTalk(page: Page): Promise<void> {
  await page.goto('/console/lab')
  await page.getByText('含草稿', { exact: true }).first().click()
  await say(page, '店里养猫吗')
  await page.getByRole('log').getByText('有一只橘猫叫年糕~').waitFor()
  await page.getByTestId('save-case').click()
  await page.getByTestId('expect-add').click()
  await page.getByTestId('expect-text').fill('年糕')
  await page.getByTestId('case-name').fill('店猫')
  await page.getByTestId('case-save').click()
  await page.getByRole('button', { name: '去看看' }).click()
  await page.getByTestId('case').filter({ hasText: '店猫' }).waitFor()
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('trial-say').fill(text)
  await page.keyboard.press('Enter')
}

const entryNamed = (title: string, answer: string) => ({
  entry: { title: { zh: title }, phrasings: [title], answers: [{ id: 'a', texts: [answer] }] },
})
const row = z.object({
  entryId: z.string(),
  state: z.string(),
  publishedSince: z.int().nullable(),
  draft: z.object({ changedAt: z.string() }).nullable(),
  entry: z.object({ title: z.object({ zh: z.string() }) }),
})

async function draft({ ask, shopId }: OpenConsole, title: string, answer: string): Promise<string> {
  return row.parse(await ask('POST', `/knowledge/${shopId}/entries`, entryNamed(title, answer))).entryId
}

async function change({ ask, shopId }: OpenConsole, entryId: string, answer: string): Promise<void> {
  const path = `/knowledge/${shopId}/entries/${entryId}`
  const { entry, draft: before, publishedSince } = row.parse(await ask('GET', path))
  const seen = { changedAt: before?.changedAt ?? null, baseRelease: publishedSince }
  await ask('PUT', path, { ...entryNamed(entry.title.zh, answer), seen })
}

const workspace = async ({ ask, shopId }: OpenConsole) =>
  z.object({ items: z.array(row) }).parse(await ask('GET', `/knowledge/${shopId}/entries`)).items

const states = async (house: OpenConsole): Promise<string[]> => [
  ...new Set((await workspace(house)).map(({ state }) => state)),
]
