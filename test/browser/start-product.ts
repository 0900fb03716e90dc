import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trainOnce } from '../train-once.ts'
import { launchProduct, type RunningProduct } from './launch-product.ts'

export type { RunningProduct } from './launch-product.ts'

/** The whole product as `npm start` gives it, on ports and data of its own; `more`: settings of the process. */
export async function startProduct(more: Readonly<Record<string, string>> = {}): Promise<RunningProduct> {
  const folder = mkdtempSync(join(tmpdir(), 'xiaoer-browser-'))
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  chmodSync(folder, 0o755)
  const models = join(tmpdir(), 'xiaoer-test-models')
  mkdirSync(models, { recursive: true })
  symlinkSync(models, join(folder, 'models'))
  const clear = () => rmSync(folder, { recursive: true, force: true })
  let product: RunningProduct | undefined
  try {
    // The first test file of a machine trains the models, the others wait for it.
    await trainOnce(async () => {
      product = await launchProduct(folder, more)
    })
  } catch (error) {
    clear()
    throw error
  }
  if (!product) throw new Error('the product did not start')
  const running = product
  return { ...running, stop: () => running.stop().then(clear) }
}
