import type { Page } from 'playwright-core'
import { moreOpenings, type Opening } from './open-more-things.ts'

const click = (testId: string) => (page: Page) => page.getByTestId(testId).first().click()
const thenDialog = (open: (page: Page) => Promise<unknown>) => async (page: Page) => {
  await open(page)
  await page.getByRole('dialog').first().waitFor()
}

/** Menus, windows, drawers and failures; `pages` are the addresses that `furnishPages` gave. */
export const openings = (pages: Readonly<Record<string, string>>): Readonly<Record<string, Opening>> => ({
  ...shopOpenings(pages),
  ...moreOpenings(pages),
  ...houseOpenings,
  ...failures,
})

const shopOpenings = (pages: Readonly<Record<string, string>>): Readonly<Record<string, Opening>> => ({
  commands: { path: '/', open: thenDialog(click('find')) },
  person: {
    path: '/',
    open: async (page) => {
      await page.getByTestId('person').click()
      await page.locator('.person-card').waitFor()
    },
  },
  'robot-off': { path: '/', open: thenDialog(click('robot-switch')) },
  views: { path: '/conversations?owner=waiting', open: thenDialog(click('views')) },
  why: {
    path: pages.conversation ?? '',
    open: async (page) => {
      await page.getByTestId('why').last().click()
      await page.getByTestId('why-pane').waitFor()
    },
  },
  memory: { path: pages.conversation ?? '', open: thenDialog(click('memory')) },
  'entry-new': { path: '/knowledge?entry=new', open: thenDialog(async () => undefined) },
  'import-empty': { path: '/knowledge', open: thenDialog(click('import')) },
  'import-problems': {
    path: '/knowledge',
    open: async (page) => {
      await page.getByTestId('import').click()
      await page.locator('input[type=file]').setInputFiles({ name: '知识.csv', mimeType: 'text/csv', buffer: BAD })
      await page.getByTestId('import-report').waitFor()
    },
  },
  publish: { path: '/knowledge', open: thenDialog(click('publish')) },
  periods: { path: '/knowledge', open: thenDialog(click('periods')) },
  'columns-shown': { path: '/products', open: thenDialog(click('columns')) },
  product: { path: '/products?product=p1', open: thenDialog(async () => undefined) },
  order: { path: '/orders?order=o1', open: thenDialog(async () => undefined) },
})

const BAD = Buffer.from(`\ufeffrecord,entryId,titleZh,phrasings,answerId,texts
entry,,有赠品吗,有赠品吗|送赠品吗,,
answer,,,,a,
nonsense,,标题,有吗,,
`)

const houseOpenings: Readonly<Record<string, Opening>> = {
  'staff-new': { path: '/team', open: thenDialog(click('new-staff')) },
  'channel-new': { path: '/channels', open: thenDialog(click('new-channel')) },
  'key-new': { path: '/developer?tab=keys', open: thenDialog(click('new-key')) },
  'webhook-new': { path: '/developer?tab=webhooks', open: thenDialog(click('new-webhook')) },
  'webhook-log': { path: '/developer?tab=webhooks', open: thenDialog(click('webhook-log')) },
}

const BUSY = JSON.stringify({
  error: { code: 'overloaded', message: 'The server is busy. Wait and try again.', request_id: 'r-1' },
})

const failures: Readonly<Record<string, Opening>> = {
  // Asked again thrice by itself before it is told.
  failed: {
    path: '/team',
    open: async (page) => {
      await page.route('**/api/v1/staff?*', (route) =>
        route.fulfill({ status: 503, contentType: 'application/json', body: BUSY }),
      )
      await page.reload()
      await page.getByRole('alert').waitFor()
      await page.unroute('**/api/v1/staff?*')
    },
  },
  refused: {
    path: '/team',
    open: async (page) => {
      await page.getByTestId('new-staff').click()
      const fields = page.getByRole('dialog').locator('input')
      await fields.nth(0).fill('林小二')
      await fields.nth(1).fill('nobody')
      await page.getByRole('dialog').locator('.ant-btn-primary').click()
      await page.locator('.ant-form-item-explain-error').first().waitFor()
    },
  },
}
