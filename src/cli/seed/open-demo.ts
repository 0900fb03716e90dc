import type { Config } from '../../config.ts'
import { demoSettings } from '../../backend/demo/index.ts'
import { createChannelAccount, listChannelAccounts, type StoredChannelAccount } from '../../delivery/index.ts'
import { type Egress, newWebhookSecret } from '../../egress/index.ts'
import type { ShiftableClock } from '../../kernel/clock.ts'
import type { Errands } from '../../kernel/errands.ts'
import { type ChannelId, newId, type OrgId, orgId } from '../../kernel/ids.ts'
import { listSubscriptions, type Packs, packsForIndustry, subscribePack } from '../../knowledge/index.ts'
import type { Shop } from '../../shop/index.ts'
import { addApiKey, type Role, scope, seedStaff } from '../../staff/index.ts'
import type { Database, DatabaseServer } from '../../storage/index.ts'
import { type DemoChild, startDemoChild } from '../demo-child.ts'
import { type DemoAccess, readDemoAccess, writeDemoAccess } from './demo-access.ts'
import { demoClock, setUpWindow } from './demo-server.ts'
import { seedDemoOrganisation } from './seed-demo-organisation.ts'

export interface DemoGround {
  readonly config: Config
  readonly database: Database
  readonly clock: ShiftableClock
  readonly packs: Packs
  readonly egress: Egress
  readonly loopbackPorts: Set<number>
  /** The demo shop's server, started by `startDemoShop`. */
  readonly demoShop: DemoChild
  /** Under which the demo server reaches us. */
  readonly address: string
  /** By which the demo shop may move our clock. */
  readonly demoToken: string
  readonly onProgress: (line: string) => void
  /** Where what can wait goes. */
  readonly errands: Pick<Errands, 'add'>
}

const ROLES: readonly Role[] = ['owner', 'supervisor', 'agent', 'marketer', 'viewer']

/** The demo shop's own process on its own database. Started early: it warms up while we do. */
export async function startDemoShop(
  config: Config,
  server: DatabaseServer,
  {
    onProgress,
    stopping,
  }: { readonly onProgress: (line: string) => void; readonly stopping?: AbortSignal | undefined },
): Promise<DemoChild> {
  return startDemoChild({
    rootDir: config.rootDir,
    databaseUrl: await server.ensureDatabase('xiaoer_demo'),
    port: config.values.DEMO_PORT,
    environment: config.environment,
    stopping,
    onGone: (code) => onProgress(`the demo shop ended by itself (code ${code}); restart to have it back`),
  })
}

/** The demo on our side: its merchant, people who may sign in, a channel and a key to try things with. Gives what to tell. */
export async function openDemo(ground: DemoGround): Promise<readonly string[]> {
  const { config, onProgress, clock, database, egress, demoShop, address } = ground
  ground.loopbackPorts.add(Number(new URL(demoShop.address).port))
  // Hours that were skipped before the last stop are still skipped.
  const kept = await demoClock(egress.request, demoShop.address)
  if (kept) clock.shift(kept.offsetMs - clock.offsetMs)
  const { shops } = await seedDemoOrganisation({
    database,
    clock,
    request: egress.request,
    demoUrl: demoShop.address,
    ourUrl: address,
    rootDir: config.rootDir,
    onProgress,
    later: ground.errands.add,
  })
  return welcomeOf(await openAccess(ground, shops), demoShop.address)
}

const LIVE_PAGE = { name: 'demo live page', scopes: ['offers:read', 'messages:write'] as const }

/** Packs, channels, people and a key: made at the first start, told again at every other. */
async function openAccess(ground: DemoGround, shops: readonly Shop[]): Promise<DemoAccess> {
  const { config, database } = ground
  const org = orgId.parse(shops[0]?.orgId)
  const known = readDemoAccess(config.dataDir)
  const fresh = known ?? (await makePeople(ground, org))
  const offersKey = fresh.offersKey ?? (await addKey(ground, org, LIVE_PAGE))
  const channels: { name: string; channelId: string }[] = []
  for (const shop of shops) {
    const opened = await openShop(database, shop, ground)
    channels.push({ name: shop.name, channelId: opened.http.channelId })
    await showWindow(ground, shop, { web: opened.web, offersKey })
  }
  const access = { ...fresh, offersKey, channels, demoUrl: ground.demoShop.address }
  writeDemoAccess(config.dataDir, access)
  return access
}

async function makePeople(ground: DemoGround, org: OrgId): Promise<DemoAccess> {
  const { database, clock } = ground
  const at = clock.now()
  const password = newId(at).slice(-12)
  const people: { email: string; role: string }[] = []
  for (const role of ROLES) {
    const email = `${role}@demo.example`
    await seedStaff(database, { orgId: org, email, name: `Demo ${role}`, role, shopIds: null, password, at })
    people.push({ email, role })
  }
  const apiKey = await addKey(ground, org, { name: 'demo', scopes: [...scope.options] })
  return { password, people, apiKey, channels: [] }
}

async function addKey(
  { database, clock }: DemoGround,
  org: OrgId,
  key: Pick<Parameters<typeof addApiKey>[1], 'name' | 'scopes'>,
): Promise<string> {
  const wanted = { orgId: org, ...key, shopIds: null, createdBy: null, at: clock.now() }
  return (await database.within([org], (tx) => addApiKey(tx, wanted))).secret
}

async function openShop(database: Database, shop: Shop, { packs, clock }: DemoGround) {
  const at = clock.now()
  return database.within([shop.orgId], async (tx) => {
    const has = new Set((await listSubscriptions(tx, shop)).map(({ packId }) => packId))
    for (const packId of packsForIndustry(packs, shop.industry)) {
      if (!has.has(packId)) await subscribePack(tx, shop, { packs, packId, at, by: 'demo' })
    }
    const accounts = await listChannelAccounts(tx, { orgId: shop.orgId, shopIds: [shop.shopId] })
    const { orgId: owner, shopId } = shop
    const open = (kind: string, secrets: readonly string[]) =>
      createChannelAccount(tx, {
        orgId: owner,
        shopId,
        channelId: newId<ChannelId>(at),
        kind,
        name: 'demo',
        secrets,
        outboundUrl: null,
        at,
      })
    const http = accounts.find(({ kind }) => kind === 'http') ?? (await open('http', []))
    const web = accounts.find(({ kind }) => kind === 'web') ?? (await open('web', [newWebhookSecret()]))
    return { http, web }
  })
}

/** The demo shop's pages get their snippet, and its server the secret by which it vouches for its buyers. */
async function showWindow(
  ground: DemoGround,
  shop: Shop,
  { web, offersKey }: { readonly web: StoredChannelAccount; readonly offersKey: string },
): Promise<void> {
  const { egress, demoShop, address, demoToken, config } = ground
  const { apiKey } = demoSettings.parse(shop.backendSettings)
  await setUpWindow(egress.request, {
    demoUrl: demoShop.address,
    apiKey,
    url: config.values.PUBLIC_URL ?? address,
    shopId: shop.shopId,
    secret: web.secrets[0] ?? '',
    clockToken: demoToken,
    offersKey,
    channelId: web.channelId,
  })
}

const welcomeOf = ({ people, password, apiKey, channels }: DemoAccess, demoAddress: string): string[] => [
  `Demo shop:   ${demoAddress}/demo-shop`,
  `Sign-ins:    ${people.map(({ email }) => email).join('  ')}`,
  `             password ${password}`,
  `API key:     ${apiKey}`,
  ...channels.map(
    ({ name, channelId }, index) => `${index === 0 ? 'Channels:' : '         '}    ${channelId}  ${name}`,
  ),
]
