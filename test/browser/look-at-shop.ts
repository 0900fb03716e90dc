import type { Page } from 'playwright-core'

/** Every page of the demo shop, by path, in one of its shops; what must be done first to see it is done. */
export interface ShopWalk {
  readonly page: Page
  readonly shopUrl: string
  readonly shop: string
  look(name: string): Promise<void>
}

/** From the home page to a refund, as a buyer goes. */
export async function walkThroughShop(walk: ShopWalk): Promise<void> {
  await lookRound(walk)
  await buy(walk)
  await askForRefund(walk)
}

async function lookRound({ page, shopUrl, shop, look }: ShopWalk): Promise<void> {
  await look('home')
  await page.goto(`${shopUrl}/s/${shop}`)
  await look('list')
  await page.getByTestId('tile').nth(1).click()
  await page.waitForURL(/\/p\//)
  await look('product')
  // One of the shops is on air.
  await page.goto(`${shopUrl}/s/yunqili`)
  await page.getByTestId('live-yunqili-live').click()
  await page.getByTestId('on-air').waitFor()
  await look('live')
  await page.goto(`${shopUrl}/nowhere`)
  await look('lost')
}

async function buy({ page, shopUrl, shop, look }: ShopWalk): Promise<void> {
  await page.goto(`${shopUrl}/cart`)
  await look('cart-empty')
  for (const nth of [1, 2]) {
    await page.goto(`${shopUrl}/s/${shop}`)
    await page.locator('[data-testid=tile]:not(:has(.tag))').nth(nth).click()
    await page.getByTestId('add-to-cart').click()
  }
  await page.waitForURL(/\/cart$/)
  await look('cart')
  await page.getByTestId('to-checkout').click()
  await page.waitForURL(/\/checkout$/)
  await look('checkout')
  await page.getByTestId('pay-later').click()
  await page.waitForURL(/\/o\//)
  await look('order-unpaid')
  await page.getByTestId('pay').click()
  await page.getByTestId('notice').waitFor()
  await look('order-paid')
}

async function askForRefund({ page, shopUrl, look }: ShopWalk): Promise<void> {
  await page.goto(`${shopUrl}/orders`)
  await look('orders')
  // The newest is the one just paid.
  await page.getByTestId('order').first().click()
  await page.getByTestId('ask-refund').click()
  await look('refund')
  await page.getByTestId('refund').click()
  await page.getByTestId('notice').waitFor()
  await look('refund-asked')
  await page.goto(`${shopUrl}/orders`)
  await page.locator('[data-testid=order]:has(.tag.shipped)').first().click()
  await look('order-sent')
}
