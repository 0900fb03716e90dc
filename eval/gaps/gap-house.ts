import { createLogger } from '../../src/kernel/logger.ts'
import { type ChannelId, newId, type OrgId } from '../../src/kernel/ids.ts'
import { createChannelAccount } from '../../src/delivery/index.ts'
import { type Packs, packsForIndustry, subscribePack } from '../../src/knowledge/index.ts'
import { goodsIntoLedger } from '../../src/offer/index.ts'
import { applyToMirror, type CommerceEvent, createOrganisation, createShop } from '../../src/shop/index.ts'
import type { Database } from '../../src/storage/index.ts'
import { createPath, type KnowledgeViews, createShopModels, type Path } from '../../src/turn/index.ts'
import { createVirtualClock, type VirtualClock } from '../../src/cli/studio/virtual-clock.ts'
import type { GapDialogue, GapGoods } from './gap-dialogue.ts'
import { documentOf, type Missing } from './goods-documents.ts'

/** What all dialogues share: the real database and what the robot learned of the packs. */
export interface GapGround {
  readonly database: Database
  readonly packs: Packs
  readonly knowledge: KnowledgeViews
  readonly goods: GapGoods
}

/** The shops of one dialogue in an organisation of its own, on a clock that is skipped by hand. */
export interface GapHouse {
  readonly clock: VirtualClock
  readonly path: Path
  accountOf(shop: string): Parameters<Path['receive']>[0]
  /** What the shop's system tells. */
  mirror(shop: string, events: readonly CommerceEvent[]): Promise<void>
}

/** Noon in China, on a working day. */
export const START = Date.UTC(2026, 5, 1, 4)

const POLICIES = {
  dispatchHours: 48,
  freeShippingFen: 9900,
  freightFen: 1000,
  freightInsurance: true,
  returnDays: 7,
  returnFreight: '非质量问题由买家承担',
}

type Shop = GapGoods['shops'][number]

export async function openGapHouse(dialogue: GapDialogue, missing: Missing, ground: GapGround): Promise<GapHouse> {
  const { database, knowledge, goods } = ground
  const orgId = newId<OrgId>(Date.now())
  const clock = createVirtualClock(START)
  const names = new Set(dialogue.steps.flatMap((step) => ('shop' in step ? [step.shop] : [])))
  const shops = goods.shops.filter(({ id }) => names.has(id))
  await database.within([orgId], (tx) => createOrganisation(tx, { orgId, name: 'gaps', at: START }))
  const accounts = new Map<string, ReturnType<GapHouse['accountOf']>>()
  for (const shop of shops) accounts.set(shop.id, await openShop(shop, orgId, ground))
  const models = createShopModels({ database, knowledge, maxBytes: 64 * 1024 * 1024, now: clock.now })
  const silent = { isPulled: async () => true, announce: () => undefined, dispatch: () => undefined }
  const logger = createLogger('error')
  const path = createPath({
    ...silent,
    database,
    clock,
    logger,
    models,
    claimMs: CLAIM_MS,
    wakeHandlers: () => undefined,
    schedule: clock.schedule,
  })
  const accountOf: GapHouse['accountOf'] = (shop) => {
    const account = accounts.get(shop)
    if (!account) throw new Error(`no shop ${shop}`)
    return account
  }
  const mirror: GapHouse['mirror'] = (shop, events) => tell(database, accountOf(shop), { events, at: clock.now() })
  for (const shop of shops)
    await mirror(
      shop.id,
      shop.products.map((product) => documentOf(product, shop, { at: START, missing })),
    )
  return { clock, path, accountOf, mirror }
}

// Nobody else may take such a turn for lost, however far the clock is skipped.
const CLAIM_MS = 200 * 365 * 86_400_000

async function openShop(shop: Shop, orgId: OrgId, { database, packs }: GapGround) {
  const channelId = newId<ChannelId>(Date.now())
  const industry = shop.industry
  const settings = { policies: POLICIES }
  const { shopId } = await database.within([orgId], async (tx) => {
    const made = await createShop(tx, { orgId, name: shop.name, industry, backend: 'import', settings, at: START })
    const ref = { orgId, shopId: made.shopId }
    for (const packId of packsForIndustry(packs, packOf(shop, packs)))
      await subscribePack(tx, ref, { packs, packId, at: START, by: 'gaps' })
    const account = { channelId, kind: 'http', name: shop.id, secrets: [], outboundUrl: null }
    await createChannelAccount(tx, { ...ref, ...account, at: START })
    return made
  })
  return { orgId, shopId, channelId, kind: 'http', quietMs: null }
}

/** Industries stand in the goods as merchants call them. */
function packOf({ industry }: Shop, packs: Packs): string {
  const found = packs.list.find(({ title }) => title.zh === industry)
  if (!found?.industry) throw new Error(`no pack for ${industry}`)
  return found.industry
}

type Told = { readonly events: readonly CommerceEvent[]; readonly at: number }

const tell = (database: Database, shop: { readonly orgId: string; readonly shopId: string }, { events, at }: Told) =>
  database.within([shop.orgId], async (tx) => {
    await applyToMirror(tx, { shop, at, events, follow: goodsIntoLedger })
  })
