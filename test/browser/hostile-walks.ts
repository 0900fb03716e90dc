import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'
import { hostileContents } from './hostile-contents.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import type { OpenConsole } from './open-console.ts'
import { RULES } from './plant-work.ts'
import { short } from './watch-page.ts'

export interface HostileWalk {
  readonly house: OpenConsole
  readonly page: Page
  /** What was planted, as names. */
  readonly names: readonly string[]
  /** The entries that bear them. */
  readonly entries: readonly string[]
  shows(path: string, texts: readonly string[], act?: () => Promise<void>): Promise<void>
}

export const talks = z.object({
  items: z.array(z.object({ conversationId: z.string(), buyer: z.object({ name: z.string().nullable() }) })),
})

/** What looks like an address of mail is masked for staff. */
export const withoutMail = (text: string): string => text.replace('pass@', 'p***@')

/** Releases, periods, views, cases and how they failed, channels, budgets, rules, documents and their pieces. */
export async function walkWork({ page, names, shows }: HostileWalk): Promise<void> {
  const open = (testId: string) => async () => {
    await page.getByTestId(testId).click()
    await page.getByRole('dialog').waitFor()
  }
  await shows('/releases', names)
  await shows('/knowledge', names, open('periods'))
  await shows('/conversations', names, open('views'))
  await shows('/lab?tab=cases', names, async () => {
    await page.getByTestId('run-cases').click()
    await expect.poll(() => page.getByTestId('failure').count()).toBeGreaterThanOrEqual(names.length)
  })
  await shows('/channels', names)
  await shows('/grants', names)
  await shows('/rules', names.slice(0, RULES.length))
  await shows('/setup?step=packs', names.slice(0, 6))
  await shows('/knowledge', names, open('documents'))
  await shows('/knowledge', names, async () => {
    await open('documents')()
    await page.getByTestId('document').first().locator('.linkish').click()
    await page.getByTestId('document-chunk').first().waitFor()
  })
}

/** An entry and its wordings, a product and an order of nothing but such texts, an offer and why it changed. */
export async function walkOpenings({ page, names, entries, shows }: HostileWalk): Promise<void> {
  const history = () => page.getByRole('dialog').getByRole('tab').nth(1).click()
  for (const at of names.keys())
    if (at % SOME === 0) await shows(`/knowledge?entry=${entries[at]}`, [names[at] ?? ''], history)
  await shows('/products?product=all', HOSTILE_TEXTS)
  await shows('/orders?order=all', HOSTILE_TEXTS)
  await shows('/offers?offer=hostile0', names.slice(0, 1), history)
}
const SOME = 7

export async function walkActs({ house, page, names, shows }: HostileWalk): Promise<void> {
  const reason = names.join(' ').slice(0, 200)
  await house.ask('POST', `/shops/${house.shopId}/offers/stop`, { reason })
  await shows('/offers', [reason])
  await house.ask('POST', `/shops/${house.shopId}/offers/release`, { reason })
  const [first = '', ...more] = names.slice(0, 4)
  await shows('/', [first], async () => {
    await page.getByTestId('find').click()
    await page.getByTestId('command-input').fill('script')
    await page.locator('.command-item', { hasText: first }).first().waitFor()
  })
  await shows('/lab', [first, ...more], async () => {
    for (const text of [first, ...more]) {
      await page.getByTestId('trial-say').fill(text)
      await page.keyboard.press('Enter')
      await expect.poll(() => page.getByTestId('trial-say').inputValue()).toBe('')
    }
  })
}

/** Files and choices of buyers, and every kind of content as staff may send it. */
export async function walkContents({ house, names, shows }: HostileWalk): Promise<void> {
  const { items } = talks.parse(await house.ask('GET', '/conversations?limit=50'))
  const talk = items.find(({ buyer }) => buyer.name === FILER)?.conversationId
  await shows(`/conversations?id=${talk}`, names.map(withoutMail))
  await house.ask('POST', `/conversations/${talk}/take-over`)
  for (const [at, text] of HOSTILE_TEXTS.entries()) {
    const kinds = hostileContents(text)
    await house.ask('POST', `/conversations/${talk}/messages`, { content: kinds[at % kinds.length] })
  }
  await shows(
    `/conversations?id=${talk}`,
    HOSTILE_TEXTS.map((text) => short(text, 400)),
  )
}

/** The buyer who sends files. */
export const FILER = '发文件的人'
