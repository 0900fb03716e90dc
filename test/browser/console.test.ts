import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser } from './open-browser.ts'
import { type OpenConsole, openConsole, OWNER } from './open-console.ts'
import { DESK, openPerson } from './open-person.ts'

const OPENING_MS = 400_000

if (!hasBrowser()) console.log('console in the browser: left out, no chromium here')

describe.skipIf(!hasBrowser())('the console in a browser', () => {
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

  test('a stranger is asked who he is, a wrong password is told, the right one leads in', async () => {
    const context = await browser.newContext({
      baseURL: house.address,
      viewport: { width: DESK.width, height: DESK.height },
    })
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
    await page.getByText('已发布，机器人现在就这样答').waitFor()
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
