import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createDraw } from './draw.ts'
import { type FileQuestion, readKnowledgeFile, writeKnowledgeFile } from './knowledge-file.ts'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { type OpenConsole, openConsole } from './open-console.ts'
import { DESK, openPerson } from './open-person.ts'
import { openShopPage, type ShopPage } from './shop-page.ts'
import { answers, askIn, visit } from './visitor.ts'

const OPENING_MS = 420_000
const JOURNEY_MS = 240_000
const GOOD = 50

const draw = createDraw()
const PLACES = ['一楼', '二楼', '门口', '试衣间', '收银台', '橱窗', '仓库', '露台', '会员区', '休息区'] as const
const THINGS = ['钢琴', '镜子', '雨伞', '绿植', '拼图', '书架'] as const
const ASKING = [(at: string) => `${at}是谁送的`, (at: string) => `${at}有什么来历`] as const
const CAT = draw(['年糕', '汤圆', '芝麻', '麻薯'])
const OLD = `店里的猫叫${CAT}一号~`
const NEW = `店猫改名了,现在叫${CAT}二号~`
const ASKED = draw(['店猫叫什么名字', '你们店里的猫叫啥名字'])

/** One that stands there already with another answer, 49 that nobody knows yet. */
const cat = (answer: string): FileQuestion => ({
  id: '',
  title: '店猫叫什么',
  phrasings: [ASKED, '店猫叫什么'],
  answer,
})
const things = PLACES.flatMap((place) => THINGS.map((thing) => `${place}的${thing}`))
const fresh = things.slice(0, GOOD - 1).map((at, index): FileQuestion => {
  const asked = draw(ASKING)(at)
  return { id: `q${index + 1}`, title: asked, phrasings: [asked, `${at}可以摸吗`], answer: `${at}是老顾客送的,随便看~` }
})
const known = ['wifi', 'bell'].map((id, index): FileQuestion => {
  const title = index === 0 ? '店里的无线网密码' : '按门铃没人怎么办'
  return { id, title, phrasings: [title], answer: `${title},问店员就好~` }
})

describe.skipIf(!hasBrowser())('knowledge from a spreadsheet', () => {
  let house: OpenConsole
  let browser: Browser
  let shop: ShopPage
  let folder: string

  beforeAll(async () => {
    house = await openConsole()
    browser = await openBrowser()
    await house.ask('POST', '/channels', { shopId: house.shopId, kind: 'web', name: '网页' })
    shop = await openShopPage(house.address, `data-shop="${house.shopId}"`)
    folder = mkdtempSync(join(tmpdir(), 'xiaoer-files-'))
  }, OPENING_MS)
  afterAll(async () => {
    await shop?.close()
    await browser?.close()
    await house?.close()
    if (folder) rmSync(folder, { recursive: true })
  })

  const put = async (name: string, questions: readonly FileQuestion[]): Promise<string> => {
    const file = join(folder, name)
    writeFileSync(file, await writeKnowledgeFile(questions))
    return file
  }

  test(
    'is checked row by row, tried as a draft, published with a note, heard by the buyer at once, and rolled back',
    async () => {
      const ids = await teach(house, [cat(OLD), ...known])
      const withIds = [cat(NEW), ...known].map((one, index): FileQuestion => ({ ...one, id: ids[index] ?? '' }))
      const rows = [...fresh.slice(0, 20), ...withIds, ...fresh.slice(20)]
      const badAt = draw([7, 19, 33])
      const bad: FileQuestion = {
        id: 'odd',
        title: '谁来擦镜子',
        phrasings: ['谁来擦镜子'],
        answer: '我们~',
        kind: '随便',
      }
      const withBad = rows.toSpliced(badAt, 0, bad)

      // Whoever asks the same a third time gets a person: two windows, neither of which is ever reloaded.
      const [buyer, other] = [await come(browser, shop), await come(browser, shop)]
      const { page, context, complaints } = await openPerson(browser, house.address, DESK)
      await page.goto('/console/knowledge')

      await page.getByTestId('import').click()
      await mapColumns(page)
      await choose(page, await put('first.xlsx', withBad))
      // The header is row 1 and rows are counted from 1.
      await expectReport(page, { new: GOOD - 1, changed: 1, same: 2, problems: 1 })
      const [problem] = await rowsOf(page)
      expect(problem?.slice(0, 3)).toEqual(['问题', String(badAt + 2), '类型'])
      expect(problem?.[3]).toMatch(/^只能填：question, request/)
      expect(await page.getByTestId('import-apply').isDisabled()).toBe(true)
      await page.getByRole('button', { name: '换一个文件' }).click()
      await choose(page, await put('second.xlsx', rows))
      await expectReport(page, { new: GOOD - 1, changed: 1, same: 2, problems: 0 })
      expect((await rowsOf(page)).map(([row]) => row)).toEqual(Array.from({ length: 8 }, (_, at) => String(at + 2)))
      await page.getByTestId('import-apply').click()
      await page.getByText(`已导入 ${GOOD} 条草稿`).waitFor()
      await page.getByRole('button', { name: '查看草稿' }).click()

      await page.goto(`/console/knowledge?entry=${ids[0]}`)
      await page.getByTestId('trial-say').fill(ASKED)
      await page.keyboard.press('Enter')
      await page.getByRole('log').getByText(NEW).waitFor()
      expect(await hear(buyer.page)).toBe(OLD)

      await page.goto('/console/knowledge')
      await page.getByTestId('publish').click()
      await page.getByTestId('publish-note').fill('店猫改名')
      await page.getByTestId('publish-go').click()
      await page.getByText('第 2 版已发布').waitFor()
      const publishedAt = performance.now()
      expect(await hear(buyer.page)).toBe(NEW)
      console.log(`the open window answered anew ${Math.round(performance.now() - publishedAt)} ms after publishing`)

      expect(await hear(other.page)).toBe(NEW)

      const file = await download(page)
      expect(await readKnowledgeFile(readFileSync(file))).toEqual(
        await readKnowledgeFile(await writeKnowledgeFile(rows)),
      )
      await page.getByTestId('import').click()
      await choose(page, file)
      await expectReport(page, { new: 0, changed: 0, same: GOOD + 2, problems: 0 })

      await page.goto('/console/releases')
      await page.getByText('店猫改名', { exact: true }).waitFor()
      await page.getByTestId('roll-back').click()
      await page.getByRole('tooltip').getByRole('button', { name: '回滚到这一版' }).click()
      await page.getByText('已回到第 1 版，记为第 3 版').waitFor()
      expect(await hear(other.page)).toBe(OLD)

      await page.goto('/console/audit')
      await page.getByRole('cell', { name: '回滚知识' }).first().waitFor()
      const acts = await page.getByRole('cell', { name: /^(导入|导出|发布|回滚)知识$/ }).allInnerTexts()
      expect(acts).toEqual(['回滚知识', '导出知识', '发布知识', '导入知识', '发布知识'])
      expect([complaints, buyer.faults, other.faults]).toEqual([[], [], []])
      for (const one of [context, buyer.context, other.context]) await one.close()
    },
    JOURNEY_MS,
  )
})

/** Release 1, as somebody wrote it before. The ids are those of its entries. */
async function teach(house: OpenConsole, questions: readonly FileQuestion[]): Promise<string[]> {
  const ids: string[] = []
  for (const { title, phrasings, answer } of questions) {
    const entry = { topic: 'price', title: { zh: title }, phrasings, answers: [{ id: 'a', texts: [answer] }] }
    const made = await house.ask('POST', `/knowledge/${house.shopId}/entries`, { entry })
    ids.push(z.object({ entryId: z.string() }).parse(made).entryId)
  }
  await house.ask('POST', `/knowledge/${house.shopId}/publish`, { note: '开张' })
  return ids
}

async function come(browser: Browser, shop: ShopPage) {
  const visitor = await visit(browser)
  await visitor.page.goto(shop.url)
  await visitor.page.getByTestId('xiaoer-launcher').click()
  await visitor.page.getByTestId('composer').waitFor()
  return visitor
}

/** A table of one's own, with names that say nothing: its columns are said by keyboard, nothing is stored. */
async function mapColumns(page: Page): Promise<void> {
  const buffer = Buffer.from('甲,乙\n三天,多久修好\n,修一次多少钱\n')
  await page.locator('input[type=file]').setInputFiles({ name: 'own.csv', mimeType: 'text/csv', buffer })
  await expectReport(page, { new: 0, changed: 0, same: 0, problems: 2 })
  for (const [at, presses] of [2, 1].entries()) {
    await page.getByTestId('import-columns').getByRole('combobox').nth(at).focus()
    await page.keyboard.press('Enter')
    for (let press = 0; press < presses; press += 1) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('import-columns').locator('.ant-select-disabled').count()).toBe(0)
  }
  await expectReport(page, { new: 1, changed: 0, same: 0, problems: 1 })
  expect((await rowsOf(page))[0]?.slice(1)).toEqual(['3', '答案', '这一格要填'])
  expect(await page.getByTestId('import-apply').isDisabled()).toBe(true)
  await page.getByTestId('import-other').click()
}

async function choose(page: Page, file: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file)
}

interface Report {
  readonly new: number
  readonly changed: number
  readonly same: number
  readonly problems: number
}

async function expectReport(page: Page, wanted: Report): Promise<void> {
  const chips = page.getByTestId('import-report').locator('.chip')
  await expect
    .poll(() => chips.allInnerTexts())
    .toEqual([`新增 ${wanted.new}`, `改动 ${wanted.changed}`, `不变 ${wanted.same}`, `问题 ${wanted.problems}`])
}

/** Of the report's table, the page of it that is shown. */
const rowsOf = async (page: Page): Promise<string[][]> => {
  const rows = await page.getByTestId('import-report').locator('tbody tr.ant-table-row').all()
  return Promise.all(rows.map((row) => row.locator('td').allInnerTexts()))
}

/** Asks in the open window, which nobody reloads, and reads the answer. */
async function hear(page: Page): Promise<string | undefined> {
  const before = await answers(page).count()
  await askIn(page, ASKED)
  await expect.poll(() => answers(page).count()).toBeGreaterThan(before)
  return (await page.locator('[data-role=robot] .words').allInnerTexts()).at(-1)
}

const DOWNLOAD_MS = 10_000
const MOST_TRIES = 3

async function download(page: Page): Promise<string> {
  await page.goto('/console/knowledge')
  await page.locator('.knowledge [aria-busy=true]').first().waitFor({ state: 'detached' })
  const path = await (await fileOf(page)).path()
  // The form of a file is told by its name.
  const named = `${path}.xlsx`
  writeFileSync(named, readFileSync(path))
  return named
}

/** A busy server refuses for a moment: whoever wants the file asks again. */
async function fileOf(page: Page, tries = 1): Promise<Download> {
  await page.getByRole('button', { name: '导出' }).click()
  const coming = page.waitForEvent('download', { timeout: DOWNLOAD_MS }).catch(() => null)
  await page.getByRole('menuitem').first().getByRole('link').click()
  const file = await coming
  if (file) return file
  if (tries === MOST_TRIES) throw new Error('no file came')
  await page.goto('/console/knowledge')
  return fileOf(page, tries + 1)
}
