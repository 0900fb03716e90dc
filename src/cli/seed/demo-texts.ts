import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { shopSettings } from '../../shop/index.ts'

const texts = z.strictObject({
  name: z.string(),
  settings: shopSettings.strict(),
  groups: z.array(z.strictObject({ name: z.string(), settings: shopSettings.strict() })),
  shops: z.record(z.string(), shopSettings.strict()),
})

const figures = z.array(
  z.object({
    id: z.string(),
    dispatchHours: z.int(),
    freeShippingFen: z.int(),
    freightFen: z.int(),
    returnDays: z.int(),
    priceProtectionDays: z.int(),
    compensationLimitFen: z.int(),
    nonReturnableCategories: z.array(z.string()),
  }),
)

export interface DemoTexts extends Omit<z.infer<typeof texts>, 'shops'> {
  /** By the demo server's id of the shop. */
  readonly shops: Readonly<Record<string, z.infer<typeof shopSettings>>>
}

/** What the demo merchant says of itself: words from organisation.json, figures as its shops are run by (shops.json). */
export async function readDemoTexts(rootDir: string): Promise<DemoTexts> {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(rootDir, 'demo', 'catalogue', file), 'utf8'))
  const organisation = texts.parse(await read('organisation.json'))
  const shops = figures.parse(await read('shops.json')).map(({ id, ...shop }) => {
    const { compensationLimitFen, nonReturnableCategories, ...rules } = shop
    const said = organisation.shops[id] ?? {}
    return [id, { ...said, compensationLimitFen, nonReturnableCategories, policies: { ...said.policies, ...rules } }]
  })
  return { ...organisation, shops: Object.fromEntries(shops) }
}
