import { z } from 'zod'
import type { OpenConsole } from './open-console.ts'

const saved = z.object({ offer: z.object({ offerId: z.string() }) })
const DAY_MS = 86_400_000

/** Offers of several kinds, daily and of a room, some in conflict; answers the id of one to open. */
export async function furnishOffers({ ask, shopId }: OpenConsole): Promise<string> {
  const at = Date.now()
  const days = (count: number) => new Date(at + count * DAY_MS).toISOString()
  const show = { title: '晚场', host: '小安', runningOrder: ['p1'], onAir: 'p1', promises: ['今晚下单都送围巾'] }
  await ask('POST', `/shops/${shopId}/live-rooms`, { ...show, id: 'r7', title: '午场' })
  const price = {
    kind: 'time-price',
    title: '午场价',
    priceFen: 36900,
    entrance: 'live:r7',
    scope: { products: ['p1'] },
  }
  await ask('POST', `/shops/${shopId}/offers`, { id: 'live:r7:p1:time-price', rule: price })
  await ask('POST', `/shops/${shopId}/live-rooms/r7/close`)
  await ask('POST', `/shops/${shopId}/live-rooms`, { ...show, id: 'r8' })
  const now8 = { ...price, title: '晚场价', entrance: 'live:r8', priceFen: 35900, validTo: days(1) }
  await ask('POST', `/shops/${shopId}/offers`, { id: 'live:r8:p1:time-price', rule: now8 })
  const rules = rulesOf(days)
  for (const skuId of ['s-m', 's-l']) {
    const rule = { kind: 'sku-price', scope: { skus: [skuId] }, priceFen: 39900, validFrom: days(-30) }
    await ask('POST', `/shops/${shopId}/offers`, { id: `price:${skuId}`, rule })
  }
  let last = ''
  for (const rule of rules) {
    const { offer } = saved.parse(await ask('POST', `/shops/${shopId}/offers`, { rule, reason: '秋季活动' }))
    last ||= offer.offerId
  }
  await ask('POST', `/shops/${shopId}/budgets`, { name: '秋季预算', limitFen: 500_000 })
  const [changed] = rules
  await ask('PUT', `/shops/${shopId}/offers/${last}`, { rule: { ...changed, title: '满300减35' }, reason: '改名' })
  return last
}

function rulesOf(days: (count: number) => string) {
  const now = { validFrom: days(-1), validTo: days(5) }
  return [
    {
      kind: 'shop-reduction',
      title: '满300减30',
      tiers: [{ minFen: 30000, offFen: 3000 }],
      exclusive: ['autumn'],
      ...now,
    },
    {
      kind: 'shop-reduction',
      title: '满500减60',
      tiers: [{ minFen: 50000, offFen: 6000 }],
      exclusive: ['autumn'],
      ...now,
    },
    {
      kind: 'shop-coupon',
      title: '直播券',
      tiers: [{ minFen: 0, offFen: 3000 }],
      entrance: 'live:r8',
      claimable: true,
      ...now,
    },
    { kind: 'free-shipping', minFen: 9900, validFrom: days(2), validTo: null },
    { kind: 'discount', payBp: 8500, notWith: ['shop-coupon'], validFrom: days(-9), validTo: days(-2) },
  ]
}
