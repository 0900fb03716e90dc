import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { findBarriers } from './find-barriers.ts'
import { isFocused } from './visitor.ts'

/** Three pictures by three ways, the first of them after a try that the network spoiled, and a file that is none. */
export async function givePictures(page: Page): Promise<void> {
  const seen = page.locator('[data-role=buyer] .picture img')
  const wide = await paint(page, 3000, 20)
  await page.route('**/api/v1/widget/files?*', (route) => route.abort())
  await page.getByTestId('files').setInputFiles({ name: '裙子.png', mimeType: 'image/png', buffer: wide })
  const upload = page.getByTestId('upload')
  await upload.getByText('没有传上去').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.unroute('**/api/v1/widget/files?*')
  await upload.getByRole('button', { name: '重试' }).click()
  await upload.waitFor({ state: 'detached' })
  await expect.poll(() => widthOf(page)).toBe(1600)
  await giveFile(page, { on: 'composer', how: 'paste' })
  await giveFile(page, { on: 'log', how: 'drop' })
  await expect.poll(() => seen.count()).toBe(3)
  await page
    .getByTestId('files')
    .setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
  await upload.getByText('只能发').waitFor()
  await upload.getByRole('button', { name: '取消 a.svg' }).click()
  await expect.poll(() => isFocused(page, 'composer')).toBe(true)
}

/** A PNG of this size, as a browser paints it. */
async function paint(page: Page, width: number, height: number): Promise<Buffer> {
  const url = await page.evaluate<string>(`(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: ${width}, height: ${height} })
    canvas.getContext('2d').fillRect(0, 0, 9, 9)
    return canvas.toDataURL()
  })()`)
  return Buffer.from(url.split(',')[1] ?? '', 'base64')
}

const IN_WINDOW = "document.querySelector('xiaoer-chat').shadowRoot.querySelector"

/** Pixels that the server's picture has; 0: it is not there yet. */
const widthOf = (page: Page): Promise<number> =>
  page.evaluate<number>(`${IN_WINDOW}('[data-role=buyer] .picture img')?.naturalWidth ?? 0`)

/** Pastes or drops a picture on this place, as the browser tells it. */
const giveFile = (page: Page, { on, how }: { readonly on: string; readonly how: 'paste' | 'drop' }): Promise<void> =>
  page.evaluate<void>(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 20, height: 20 })
    canvas.getContext('2d').fillRect(0, 0, 9, 9)
    const blob = await new Promise((resolve) => canvas.toBlob(resolve))
    const bag = new DataTransfer()
    bag.items.add(new File([blob], '${how}.png', { type: 'image/png' }))
    const init = { bubbles: true, composed: true, cancelable: true }
    ${IN_WINDOW}('[data-testid=${on}]').dispatchEvent('${how}' === 'paste'
      ? new ClipboardEvent('paste', { ...init, clipboardData: bag })
      : new DragEvent('drop', { ...init, dataTransfer: bag }))
  })()`)
