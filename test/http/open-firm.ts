import { z } from 'zod'
import { newId, type OrgId } from '../../src/kernel/ids.ts'
import { goodsIntoLedger } from '../../src/offer/index.ts'
import { applyToMirror, createGroup, createOrganisation, createShop, type ShopRef } from '../../src/shop/index.ts'
import { addApiKey, type Role, seedStaff, scope } from '../../src/staff/index.ts'
import type { Database, Tx } from '../../src/storage/index.ts'
import { aCoupon, anOrder, aParcel, aProduct, aRefund, NOON } from '../fixtures/shop-documents.ts'
import type { Firm, House } from './house.ts'
import { fillMessaging } from './messaging-samples.ts'
import { beginTalk } from './talk-samples.ts'

export const PASSWORD = 'correct horse battery'

/** One merchant: two shops, two groups, somebody of every role, a key, a conversation. */
export async function openFirm(database: Database, ask: House['ask'], name: string): Promise<Firm> {
  const orgId = newId<OrgId>(NOON)
  const shops = await openShops(database, orgId, name)
  const staffIds = await hireEverybody(database, orgId, name)
  const messaging = await fillMessaging(database, { orgId, shopId: shops.shopId, at: NOON })
  const talk = await beginTalk(ask, { channelId: messaging.channelId, key: shops.key })
  const { token: owner, signInId: ownerSignInId } = await signIn(ask, `owner@${name}.example`)
  const { token: agent } = await signIn(ask, `agent@${name}.example`)
  return { name, orgId, ...shops, ...messaging, ...talk, staffIds, owner, ownerSignInId, agent }
}

const openShops = (database: Database, orgId: OrgId, name: string) =>
  database.within([orgId], async (tx) => {
    await createOrganisation(tx, { orgId, name, at: NOON })
    const { groupId } = await createGroup(tx, { orgId, name: 'group', at: NOON })
    const { groupId: emptyGroupId } = await createGroup(tx, { orgId, name: 'empty', at: NOON })
    const shop = await createShop(tx, { orgId, groupId, name: 'shop', backend: 'import', at: NOON })
    const other = await createShop(tx, { orgId, name: 'other', at: NOON })
    await fillMirror(tx, shop, name)
    const scopes = [...scope.options]
    const { key, secret } = await addApiKey(tx, { orgId, name: 'all', scopes, createdBy: null, at: NOON })
    return { shopId: shop.shopId, otherShopId: other.shopId, groupId, emptyGroupId, keyId: key.keyId, key: secret }
  })

async function hireEverybody(database: Database, orgId: OrgId, name: string) {
  const hire = async (role: Role) => {
    const email = `${role}@${name}.example`
    const staff = await seedStaff(database, { orgId, email, name: role, password: PASSWORD, role, at: NOON })
    return staff.staffId
  }
  return {
    owner: await hire('owner'),
    supervisor: await hire('supervisor'),
    agent: await hire('agent'),
    marketer: await hire('marketer'),
    viewer: await hire('viewer'),
  }
}

const signedIn = z.object({ token: z.string(), signIn: z.object({ signInId: z.string() }) })

export async function signIn(ask: House['ask'], email: string): Promise<{ token: string; signInId: string }> {
  const answer = await ask({ method: 'POST', url: '/api/v1/sign-ins', body: { email, password: PASSWORD } })
  const { token, signIn: opened } = signedIn.parse(answer.body)
  return { token, signInId: opened.signInId }
}

/** Ids of the shop system are told apart by the firm: `ours-o1`, `theirs-o1`. */
async function fillMirror(tx: Tx, shop: ShopRef, name: string): Promise<void> {
  const at = NOON
  const orderId = `${name}-o1`
  const customerId = `${name}-c1`
  const spent = { amount: 39900, currency: 'CNY' }
  const buyer = { customerId, name: '13912345678', tags: [], orderCount: 1, spent, updatedAt: at }
  await applyToMirror(tx, {
    shop,
    at,
    follow: goodsIntoLedger,
    events: [
      { kind: 'product', at, product: aProduct({ productId: `${name}-p1` }) },
      { kind: 'product', at, product: aProduct({ productId: `${name}-p2`, onShelf: false }) },
      { kind: 'order', at, order: anOrder({ orderId, customerId, note: 'call 13812345678 first' }) },
      { kind: 'order', at, order: anOrder({ orderId: `${name}-o2`, customerId, placedAt: NOON - 1000 }) },
      { kind: 'parcel', at, parcel: aParcel({ parcelId: `${name}-w1`, orderId }) },
      { kind: 'refund', at, refund: aRefund({ refundId: `${name}-r1`, orderId, customerId }) },
      { kind: 'coupon', at, coupon: aCoupon({ couponId: `${name}-k1` }) },
      { kind: 'buyer', at, buyer },
    ],
  })
}
