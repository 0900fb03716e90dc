import { z } from 'zod'
import { noteWindow } from '../../src/livestream/index.ts'
import type { House, MakeSample } from './house.ts'

let made = 0
const RULE = {
  ...{ kind: 'shop-coupon', claimable: true, tiers: [{ minFen: 10_000, offFen: 1000 }] },
  ...{ limits: { perBuyer: 1000 }, validFrom: '2020-01-01T00:00:00Z', validTo: null },
}

async function anOffer({ ask, ours }: House): Promise<{ shopId: string; offerId: string }> {
  const offerId = `offer-${(made += 1)}`
  const url = `/api/v1/shops/${ours.shopId}/offers`
  await ask({ method: 'POST', url, as: ours.owner, body: { id: offerId, rule: RULE } })
  return { shopId: ours.shopId, offerId }
}

async function aGrant(house: House): Promise<{ shopId: string; grantId: string }> {
  const { shopId, offerId } = await anOffer(house)
  const body = { offerId, customerId: 'ours-c1' }
  const answer = await house.ask({ method: 'POST', url: `/api/v1/shops/${shopId}/grants`, as: house.ours.owner, body })
  const { grant } = z.object({ grant: z.object({ grantId: z.string() }) }).parse(answer.body)
  return { shopId, ...grant }
}

async function aBudget({ ask, ours }: House): Promise<{ shopId: string; budgetId: string }> {
  const url = `/api/v1/shops/${ours.shopId}/budgets`
  const answer = await ask({ method: 'POST', url, as: ours.owner, body: { name: 'June', limitFen: 1000 } })
  return { shopId: ours.shopId, ...z.object({ budgetId: z.string() }).parse(answer.body) }
}

async function aRoom({ ask, ours }: House): Promise<{ shopId: string; roomId: string }> {
  const roomId = `room-${(made += 1)}`
  const url = `/api/v1/shops/${ours.shopId}/live-rooms`
  await ask({ method: 'POST', url, as: ours.owner, body: { id: roomId, title: 'Evening', host: 'An' } })
  return { shopId: ours.shopId, roomId }
}

const ofShop = ({ ours }: House) => ({ shopId: ours.shopId })

/** Samples of offers, live rooms, grants and budgets, by route name. */
export const OFFER_SAMPLES: Readonly<Record<string, MakeSample>> = {
  addOffer: (house) => ({ params: ofShop(house), body: { rule: RULE } }),
  quoteCart: (house) => ({
    params: ofShop(house),
    body: { cart: { lines: [{ skuId: 'no-such', productId: 'p', quantity: 1 }] } },
  }),
  changeOffer: async (house) => ({ params: await anOffer(house), body: { rule: { ...RULE, claimable: false } } }),
  withdrawOffer: async (house) => ({ params: await anOffer(house) }),
  stopOffers: ({ ours }) => ({ params: { shopId: ours.otherShopId }, body: { reason: 'wrong price' } }),
  releaseOffers: ({ ours }) => ({ params: { shopId: ours.otherShopId }, body: { reason: 'mended' } }),
  correctToldOtherwise: (house) => ({ params: ofShop(house), body: {} }),
  openLiveRoom: (house) => ({ params: ofShop(house), body: { title: 'Evening', host: 'An' } }),
  changeLiveRoom: async (house) => ({ params: await aRoom(house), body: { title: 'Night' } }),
  changeOfferOfRoom: async (house) => {
    const { shopId, roomId } = await aRoom(house)
    const rule = { ...RULE, entrance: `live:${roomId}` }
    return { params: { shopId, roomId }, body: { id: `of-${roomId}`, rule } }
  },
  takeComments: async (house) => ({
    params: await aRoom(house),
    body: { comments: [{ id: 'c-1', buyer: { id: 'v-1' }, text: 'hello' }] },
  }),
  pinLiveQuestion: async (house) => {
    const params = await aRoom(house)
    const { orgId } = house.ours
    const { database } = house.fresh
    const question = { questionId: 'q', productId: '', comments: 1, sample: 'q', firstAt: 0, lastAt: 0 }
    const tally = {
      received: 1,
      doubled: 0,
      shared: 1,
      personal: 0,
      noise: 0,
      unread: 0,
      viewers: null,
      questions: [question],
      at: 0,
    }
    await database.within([orgId], (tx) => noteWindow(tx, { ...params, orgId }, tally))
    return { params, body: { questionId: 'q', isPinned: true } }
  },
  closeLiveRoom: async (house) => ({ params: await aRoom(house) }),
  giveCoupon: async (house) => {
    const { shopId, offerId } = await anOffer(house)
    return { params: { shopId }, body: { offerId, customerId: 'ours-c1' } }
  },
  useCoupon: async (house) => ({ params: await aGrant(house), body: { order: 'o1' } }),
  changeGrantTerms: async (house) => ({ params: await anOffer(house), body: { cap: 5 } }),
  addBudget: (house) => ({ params: ofShop(house), body: { name: 'June', limitFen: 1000 } }),
  changeBudget: async (house) => ({ params: await aBudget(house), body: { name: 'July', limitFen: 2000 } }),
}
