import { createDemoBackend, demoSettings } from '../../backend/demo/index.ts'
import { type Egress, newWebhookSecret } from '../../egress/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import { newId, type OrgId } from '../../kernel/ids.ts'
import { goodsIntoLedger } from '../../offer/index.ts'
import {
  changeShop,
  createGroup,
  createOrganisation,
  createShop,
  everyShop,
  MIRROR_KINDS,
  readProgress,
  type Shop,
  synchronise,
} from '../../shop/index.ts'
import type { Database } from '../../storage/index.ts'
import { type DemoShop, readDemoShops, subscribe } from './demo-server.ts'
import { readDemoOffers } from './demo-offers.ts'
import { readDemoTexts } from './demo-texts.ts'
import { seedOffers } from './seed-offers.ts'

export interface DemoSeedTools {
  readonly database: Database
  readonly clock: Clock
  readonly request: Egress['request']
  readonly demoUrl: string
  /** Under which the demo server reaches us. */
  readonly ourUrl: string
  readonly rootDir: string
  readonly onProgress: (line: string) => void
  /** Takes what can wait until after the start: connecting shops again whose mirrors were filled before. */
  readonly later?: (errand: () => Promise<void>) => void
}

export interface SeededDemo {
  readonly orgId: string
  /** False when the organisation was there already and was only connected again. */
  readonly isNew: boolean
  readonly shops: readonly Shop[]
}

/**
 * The demo merchant on our side: one organisation, its groups and shops, mirrored from the demo server and subscribed to
 * its pushes. Safe to call at every start: what is there is kept, ports that moved are followed, a mirror that was not
 * filled to the end is; one that was is left to the regular look. Throws `not-ready` when the demo server does not answer.
 */
export async function seedDemoOrganisation(tools: DemoSeedTools): Promise<SeededDemo> {
  const known = await findDemoShops(tools.database)
  const isNew = known.length === 0
  const shops = isNew ? await createAll(tools, await readDemoShops(tools.request, tools.demoUrl)) : known
  const connected: Shop[] = []
  for (const shop of shops) {
    const followed = await follow(tools, shop)
    connected.push(followed)
    if (tools.later && (await isFilled(tools.database, shop))) tools.later(() => subscribeTo(tools, followed))
    else await fill(tools, followed)
  }
  return { orgId: shops[0]?.orgId ?? '', isNew, shops: connected }
}

/** The shops of the demo merchant; empty before the first seeding. */
export async function findDemoShops(database: Database): Promise<Shop[]> {
  const found: Shop[] = []
  for await (const shop of everyShop(database)) {
    // Somebody else may try the demo back end in an organisation of his own: ours is the first.
    if (shop.backend === 'demo' && (found.length === 0 || found[0]?.orgId === shop.orgId)) found.push(shop)
  }
  return found
}

// One transaction: a start that is killed here leaves nothing, and the next one begins again.
async function createAll(
  { database, clock, demoUrl, rootDir }: DemoSeedTools,
  offered: readonly DemoShop[],
): Promise<Shop[]> {
  const texts = await readDemoTexts(rootDir)
  const at = clock.now()
  const orgId = newId<OrgId>(at)
  return database.within([orgId], async (tx) => {
    await createOrganisation(tx, { orgId, name: texts.name, settings: texts.settings, at })
    const groups = new Map<string, string>()
    for (const group of texts.groups) groups.set(group.name, (await createGroup(tx, { orgId, ...group, at })).groupId)
    const made: Shop[] = []
    for (const [index, shop] of offered.entries()) {
      const { apiKey, id: shopRef } = shop
      const settings = texts.shops[shopRef] ?? {}
      const backendSettings = { url: demoUrl, apiKey, shopRef, webhookSecret: newWebhookSecret() }
      const { name, industry } = shop
      const groupId = groups.get(shop.group) ?? null
      // One millisecond apart, so that ids, and with them every list, keep this order.
      const wanted = { orgId, groupId, name, industry, backend: 'demo', backendSettings, settings, at: at + index }
      made.push(await createShop(tx, wanted))
    }
    return made
  })
}

async function isFilled(database: Database, shop: Shop): Promise<boolean> {
  const progress = await database.within([shop.orgId], (tx) => readProgress(tx, shop))
  return progress.every(({ syncedTo }) => syncedTo !== null)
}

/** The demo server may have come back on another port. */
async function follow({ database, demoUrl }: DemoSeedTools, shop: Shop): Promise<Shop> {
  const before = demoSettings.parse(shop.backendSettings)
  if (before.url === demoUrl) return shop
  const backendSettings = { ...before, url: demoUrl }
  return database.within([shop.orgId], (tx) => changeShop(tx, shop, { backendSettings }))
}

async function fill(tools: DemoSeedTools, shop: Shop): Promise<void> {
  const { database, clock, request, onProgress } = tools
  onProgress(`mirroring ${shop.name}`)
  const backend = createDemoBackend({ ...demoSettings.parse(shop.backendSettings), request })
  await synchronise({ database, clock, backend, pageSize: 500, follow: goodsIntoLedger }, shop, MIRROR_KINDS)
  const listed = (await readDemoOffers(tools.rootDir))[demoSettings.parse(shop.backendSettings).shopRef]
  if (listed) await database.within([shop.orgId], (tx) => seedOffers(tx, { shop, listed, at: clock.now() }))
  await subscribeTo(tools, shop)
}

async function subscribeTo({ request, demoUrl, ourUrl }: DemoSeedTools, shop: Shop): Promise<void> {
  const { apiKey, webhookSecret: secret } = demoSettings.parse(shop.backendSettings)
  const url = `${ourUrl}/api/v1/backends/${shop.shopId}/events`
  await subscribe(request, { demoUrl, apiKey, url, secret })
}
