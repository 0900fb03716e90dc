import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../../test/journey-house.ts'
import { writeOffers } from '../offer/index.ts'

let house: JourneyHouse
const held: (() => void)[] = []
beforeAll(async () => {
  const schedule = (_delayMs: number, run: () => void) => {
    held.push(run)
    return () => undefined
  }
  house = await openJourneyHouse({ quietMs: 2000, schedule })
}, OPENING_MS)
afterAll(() => house.close())

/** The price of everything in the shop. */
const setPrice = (priceFen: number) =>
  house.look(async (tx) => {
    const products = await tx.selectFrom('product').select('document').execute()
    const skus =
      JSON.stringify(products)
        .match(/"skuId":"[^"]+"/g)
        ?.map((text) => text.slice(9, -1)) ?? []
    const { orgId, shopId } = house
    const rule = (skuId: string) => ({
      ...{ kind: 'sku-price', owner: shopId, priceFen, scope: { skus: [skuId] } },
      ...{ validFrom: '2020-01-01T00:00:00Z', validTo: null },
    })
    const changes = [...new Set(skus)].map((skuId) => ({ offerId: `price:${skuId}`, rule: rule(skuId) }))
    return writeOffers(tx, { shop: { orgId, shopId }, changes, source: 'api', by: 'test', at: house.clock.now() })
  })

test('a price that changes while the buyer is still typing is the one that he hears', async () => {
  await setPrice(12_300)
  const buyer = house.buyer('typing')
  const { ack } = await buyer.say('多少钱', { wait: 0, reference: { productId: 'p1' } })
  await setPrice(45_600)
  house.clock.advance(2500)
  for (const run of held.splice(0)) run()
  await house.path.idle(ack.conversationId)
  const said = await house.look(async (tx) => {
    const rows = await tx.selectFrom('message').select(['role', 'content']).execute()
    return JSON.stringify(rows.filter(({ role }) => role === 'robot'))
  })
  expect(said).toContain('456')
  expect(said).not.toContain('123')
})
