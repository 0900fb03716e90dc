import type { Page } from 'playwright-core'

/** What opens in a page of the console when somebody acts: how to get there, and what to do. */
export interface Opening {
  readonly path: string
  open(page: Page): Promise<unknown>
}

const click = (testId: string) => (page: Page) => page.getByTestId(testId).first().click()
const dialog = (page: Page) => page.getByRole('dialog').first().waitFor()
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
const tab = (nth: number) => (page: Page) => page.getByRole('dialog').getByRole('tab').nth(nth).click()

/** What opens in what opens: the second step of a window, a drawer's other side, a question before something is done. */
export const moreOpenings = (pages: Readonly<Record<string, string>>): Readonly<Record<string, Opening>> => ({
  ...knowledgeOpenings(pages),
  ...tradeOpenings(pages),
  ...workOpenings(pages),
  ...houseOpenings,
})

const knowledgeOpenings = (pages: Readonly<Record<string, string>>): Readonly<Record<string, Opening>> => ({
  documents: { path: '/knowledge', open: takeDocument },
  'document-text': {
    path: '/knowledge',
    open: async (page) => {
      await takeDocument(page)
      await page.getByTestId('document').locator('.linkish').first().click()
      await page.getByTestId('document-chunk').first().waitFor()
    },
  },
  'entry-history': {
    path: pages.entry ?? '',
    open: async (page) => {
      await tab(1)(page)
      await page.getByTestId('history-back').or(page.getByRole('dialog').locator('.card')).first().waitFor()
    },
  },
  'entry-figures': {
    path: pages.figures ?? '',
    open: (page) => page.getByTestId('figures').waitFor(),
  },
  'entry-unsaved': {
    path: pages.entry ?? '',
    open: async (page) => {
      await page.getByTestId('entry-title').fill('有赠品么')
      await page.keyboard.press('Escape')
      await page.locator('.ant-modal').waitFor()
    },
  },
  'import-check': {
    path: '/knowledge',
    open: async (page) => {
      await page.getByTestId('import').click()
      await page.locator('input[type=file]').setInputFiles({ ...file('知识.csv', GOOD), mimeType: 'text/csv' })
      await page.getByTestId('import-apply').waitFor()
    },
  },
})

const GOOD = `\ufeffrecord,entryId,titleZh,topic,phrasings,answerId,texts
question,q1,能刷信用卡吗,payment,能刷信用卡吗,,
answer,q1,,,,a,可以的~
`
const PAPER = `# 洗护说明\n\n羊毛大衣请干洗，不可机洗。\n\n## 收纳\n\n挂起来放，避免折叠。\n`

async function takeDocument(page: Page): Promise<void> {
  await page.getByTestId('documents').click()
  await page.locator('.ant-drawer input[type=file]').setInputFiles(file('洗护说明.md', PAPER))
  // Told when it is read: until then the field is greyed.
  await page.locator('.ant-message-notice').first().waitFor()
  await page.locator('.ant-drawer .ant-upload-disabled').waitFor({ state: 'detached' })
  await page.getByTestId('document').first().waitFor()
}

const tradeOpenings = (pages: Readonly<Record<string, string>>): Readonly<Record<string, Opening>> => ({
  'offer-history': {
    path: pages.offer ?? '',
    open: async (page) => {
      await tab(1)(page)
      await page.getByTestId('offer-history').waitFor()
    },
  },
  'offer-stop': { path: '/offers', open: (page) => click('stop-ask')(page).then(() => dialog(page)) },
  'room-new': { path: '/live', open: (page) => click('new-room')(page).then(() => dialog(page)) },
  'room-end': { path: '/live?room=r8', open: (page) => click('room-close')(page).then(() => dialog(page)) },
  'room-comments': {
    path: '/live?room=r8',
    open: async (page) => {
      await page.getByTestId('live-questions').locator('.queue-item').first().waitFor()
      await page.getByTestId('live-questions').scrollIntoViewIfNeeded()
    },
  },
  'room-below': {
    path: '/live?room=r8',
    open: (page) => page.locator('main .card').last().scrollIntoViewIfNeeded(),
  },
  'report-below': {
    path: '/live?room=r7',
    open: (page) => page.getByTestId('room-report').locator('.history').scrollIntoViewIfNeeded(),
  },
  'grant-give': { path: '/grants', open: (page) => click('give')(page).then(() => dialog(page)) },
  'budget-new': { path: '/grants', open: (page) => click('new-budget')(page).then(() => dialog(page)) },
})

const workOpenings = (pages: Readonly<Record<string, string>>): Readonly<Record<string, Opening>> => ({
  'lab-cases': { path: '/lab?tab=cases', open: (page) => page.getByTestId('case').first().waitFor() },
  'lab-failed': {
    path: '/lab?tab=cases',
    open: async (page) => {
      await page.getByTestId('run-cases').click()
      await page.getByTestId('pass-rate').waitFor()
    },
  },
  'lab-case': {
    path: '/lab?tab=cases',
    open: (page) =>
      page
        .getByTestId('case')
        .first()
        .getByRole('button')
        .first()
        .click()
        .then(() => dialog(page)),
  },
  'talk-taken': {
    path: pages.waiting ?? '',
    open: async (page) => {
      const take = page.getByTestId('take-over')
      await take.or(page.getByTestId('composer')).first().waitFor()
      if ((await take.count()) > 0) await take.click()
      await page.getByTestId('composer').fill('您好，我是店主，这就为您看')
    },
  },
})

const houseOpenings: Readonly<Record<string, Opening>> = {
  'goods-import': {
    path: '/setup?step=goods',
    open: async (page) => {
      const table = '\ufeff商品名,价格,库存,备注\n苹果,不知道,10,\n'
      await page
        .getByTestId('goods-import')
        .locator('input[type=file]')
        .setInputFiles({ ...file('商品.csv', table), mimeType: 'text/csv' })
      await page.getByTestId('goods-apply').waitFor()
    },
  },
  'system-below': { path: '/system', open: (page) => page.locator('main .card').last().scrollIntoViewIfNeeded() },
  secret: {
    path: '/developer?tab=keys',
    open: async (page) => {
      await page.getByTestId('new-key').click()
      const form = page.getByRole('dialog')
      await form.locator('input').first().fill('收银台')
      await form.locator('input[type=checkbox]').first().check()
      await form.locator('.ant-btn-primary').click()
      await page.getByTestId('secret').waitFor()
    },
  },
  channel: { path: '/channels', open: (page) => page.locator('main .card').last().scrollIntoViewIfNeeded() },
}
