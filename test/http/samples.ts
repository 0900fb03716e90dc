import { z } from 'zod'
import { aProduct } from '../fixtures/shop-documents.ts'
import { KNOWLEDGE_SAMPLES } from './knowledge-samples.ts'
import { LAB_SAMPLES } from './lab-samples.ts'
import { OFFER_SAMPLES } from './offer-samples.ts'
import { TALK_SAMPLES } from './talk-samples.ts'
import { MESSAGING_SAMPLES } from './messaging-samples.ts'
import type { Firm, House, MakeSample } from './house.ts'
import { PASSWORD, signIn } from './open-firm.ts'

let made = 0
/** A name that no other sample has. */
const fresh = (word: string): string => `${word}-${(made += 1)}`

/**
 * By route name. Every route that writes has one; a sample that uses something up (a removal) makes its own thing first.
 * A second call of the same sample must be as good as the first.
 */
export const SAMPLES: Readonly<Record<string, MakeSample>> = {
  signIn: ({ ours }) => ({ body: { email: `viewer@${ours.name}.example`, password: PASSWORD } }),
  revokeSignIn: async ({ ask, ours }) => {
    const { token, signInId } = await signIn(ask, `marketer@${ours.name}.example`)
    return { params: { signInId }, as: token }
  },
  changePassword: async (house) => {
    const staff = await hire(house)
    const { token } = await signIn(house.ask, staff.email)
    return { body: { current: PASSWORD, next: PASSWORD }, as: token }
  },
  addStaff: () => ({ body: { email: `${fresh('new')}@ours.example`, name: 'New', password: PASSWORD, role: 'agent' } }),
  changeStaff: async (house) => ({ params: { staffId: (await hire(house)).staffId }, body: { name: 'Renamed' } }),
  revokeSignInsOfStaff: async (house) => ({ params: { staffId: (await hire(house)).staffId } }),
  addApiKey: () => ({ body: { name: fresh('key'), scopes: ['shops:read'] } }),
  revokeApiKey: async ({ ask, ours }) => {
    const body = { name: fresh('key'), scopes: ['shops:read'] }
    const answer = await ask({ method: 'POST', url: '/api/v1/api-keys', as: ours.owner, body })
    const { key } = z.object({ key: z.object({ keyId: z.string() }) }).parse(answer.body)
    return { params: { keyId: key.keyId } }
  },
  exportAudit: () => ({}),
  changeOrganisation: () => ({ body: { name: 'Renamed', settings: { quietMs: 900 } } }),
  addGroup: () => ({ body: { name: fresh('group') } }),
  changeGroup: ({ ours }) => ({ params: { groupId: ours.groupId }, body: { settings: { language: 'en' } } }),
  removeGroup: async ({ ask, ours }) => {
    const answer = await ask({ method: 'POST', url: '/api/v1/groups', as: ours.owner, body: { name: fresh('group') } })
    return { params: z.object({ groupId: z.string() }).parse(answer.body) }
  },
  addShop: ({ ours }) => ({ body: { name: fresh('shop'), groupId: ours.groupId } }),
  changeShop: ({ ours }) => ({ params: { shopId: ours.shopId }, body: { name: 'Renamed', groupId: ours.groupId } }),
  switchRobot: ({ ours }) => ({ params: { shopId: ours.shopId }, body: { on: true } }),
  changeShopSettings: ({ ours }) => ({ params: { shopId: ours.shopId }, body: { policies: { returnDays: 7 } } }),
  previewGoodsImport: ({ ours }) => goodsFile(ours),
  importGoods: ({ ours }) => goodsFile(ours),
  ...KNOWLEDGE_SAMPLES,
  ...MESSAGING_SAMPLES,
  ...TALK_SAMPLES,
  ...LAB_SAMPLES,
  ...OFFER_SAMPLES,
  readOrderUnmasked: ({ ours }) => ({ params: { shopId: ours.shopId, orderId: 'ours-o1' } }),
}

/** What a firm has under each name that a path uses. Add yours. */
export const idsOf = (firm: Firm): Readonly<Record<string, string>> => ({
  shopId: firm.shopId,
  fileId: 'x'.repeat(32),
  groupId: firm.groupId,
  staffId: firm.staffIds.viewer,
  keyId: firm.keyId,
  signInId: firm.ownerSignInId,
  productId: `${firm.name}-p1`,
  orderId: `${firm.name}-o1`,
  parcelId: `${firm.name}-w1`,
  refundId: `${firm.name}-r1`,
  couponId: `${firm.name}-k1`,
  offerId: `${firm.name}-k1`,
  roomId: `${firm.name}-room`,
  grantId: firm.otherShopId,
  budgetId: firm.otherShopId,
  customerId: `${firm.name}-c1`,
  scopeId: firm.shopId,
  entryId: firm.otherShopId,
  release: '99',
  importId: firm.otherShopId,
  validityId: firm.otherShopId,
  documentId: firm.otherShopId,
  testCaseId: firm.otherShopId,
  viewId: firm.otherShopId,
  changeId: firm.otherShopId,
  channelId: firm.channelId,
  conversationId: firm.conversationId,
  messageId: firm.messageId,
  turnId: firm.turnId,
  buyerId: firm.buyerId,
  deliveryId: firm.deliveryId,
  endpointId: firm.endpointId,
  webhookDeliveryId: firm.webhookDeliveryId,
  packId: `${firm.name}-pack`,
  scenarioId: `${firm.name}.no.scenario`,
})

/** The path with its params filled in, as they go over the wire. */
export const fillPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/:(\w+)/g, (_match, name: string) => params[name] ?? `missing-${name}`)

const goodsFile = ({ shopId }: Firm) => ({
  params: { shopId },
  raw: JSON.stringify([{ ...aProduct(), productId: 'by-hand' }]),
  headers: { 'content-type': 'application/json' },
})

async function hire({ ask, ours }: House): Promise<{ staffId: string; email: string }> {
  const email = `${fresh('hired')}@ours.example`
  const body = { email, name: 'Hired', password: PASSWORD, role: 'agent' }
  const answer = await ask({ method: 'POST', url: '/api/v1/staff', as: ours.owner, body })
  return { ...z.object({ staffId: z.string() }).parse(answer.body), email }
}
