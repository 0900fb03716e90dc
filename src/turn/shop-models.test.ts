import { afterAll, beforeAll, expect, test } from 'vitest'
import { aProduct } from '../../test/fixtures/shop-documents.ts'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../../test/journey-house.ts'
import { createPacks } from '../knowledge/index.ts'
import { createKnowledgeViews } from './knowledge-view.ts'
import { createShopModels, type ShopModel } from './shop-models.ts'

let house: JourneyHouse
beforeAll(async () => {
  house = await openJourneyHouse()
}, OPENING_MS)
afterAll(() => house.close())

const CHANGES = 60

/** Prices as the goods say them and as the ledger does. */
function pricesOf({ catalogue, offers }: ShopModel): (readonly [number, number])[] {
  return (catalogue.product('p1')?.skus ?? []).map(({ skuId, price }) => {
    const row = offers.ledger.rows.findLast(({ id }) => id === `price:${skuId}`)
    return [price.amount, row?.terms.priceFen ?? 0] as const
  })
}

test('goods and ledger of a model are of one state, however often the shop changes while they are read', async () => {
  const { database, clock, orgId, shopId } = house
  const views = createKnowledgeViews(createPacks([]))
  const view = views.of({ version: '', packIds: [], disabled: new Set(), own: [] })
  const models = createShopModels({
    database,
    knowledge: { ...views, of: () => view },
    maxBytes: 2 ** 28,
    now: clock.now,
  })
  const prices: (readonly [number, number])[] = []
  let isChanging = true
  const change = async () => {
    for (let step = 1; step <= CHANGES; step += 1) {
      const { skus, ...rest } = aProduct({ updatedAt: clock.now() + step })
      const product = { ...rest, skus: skus.map((sku) => ({ ...sku, price: { ...sku.price, amount: step * 100 } })) }
      await house.mirror([{ kind: 'product', at: clock.now() + step, product }])
    }
    isChanging = false
  }
  const read = async () => {
    while (isChanging) {
      models.forget(shopId)
      prices.push(...pricesOf(await models.get({ orgId, shopId })))
    }
  }
  await Promise.all([change(), read()])
  expect(new Set(prices.map(([goods]) => goods)).size).toBeGreaterThan(5)
  expect(prices.filter(([goods, ledger]) => goods !== ledger)).toEqual([])
})
