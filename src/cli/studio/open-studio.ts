import { join } from 'node:path'
import { systemClock } from '../../kernel/clock.ts'
import { newId, newUuid, type ChannelId } from '../../kernel/ids.ts'
import { createLogger } from '../../kernel/logger.ts'
import { loadPacks, type Packs, packsForIndustry, subscribePack } from '../../knowledge/index.ts'
import { type Database, migrate, openDatabase, openServer } from '../../storage/index.ts'
import {
  createKnowledgeViews,
  createModelCache,
  createPath,
  createShopModels,
  type Path,
  type PathOptions,
  type ShopModels,
  type Talk,
} from '../../turn/index.ts'
import type { CommandContext } from '../command.ts'
import { findShop } from './find-shop.ts'
import {
  copyShop,
  giveBack,
  openEmptyShop,
  openTrialChannel,
  removeAbandoned,
  removeThrowAway,
  type ThrowAway,
  throwAwayAt,
} from './throw-away.store.ts'

/** A copy of a shop in an organisation of its own, and the very path that answers its buyers. */
export interface Studio {
  readonly place: ThrowAway
  readonly packs: Packs
  readonly models: ShopModels
  readonly account: Talk['account']
  /** A path on this clock. Every conversation may have its own. */
  openPath(time: Pick<PathOptions, 'clock' | 'schedule'>): Path
  /** Ends a hand-off: the robot answers this buyer again. */
  giveBack(buyerRef: string): Promise<void>
}

export interface StudioOptions {
  /** Id or name of the shop that is copied; `none` = an empty shop with the packs of `industry`. */
  readonly shop: string
  readonly industry?: string | undefined
  /** Quiet time of the channel; null = the shop's own. */
  readonly quietMs: number | null
}

type Ground = Pick<CommandContext, 'config' | 'say'>

// Nobody else may take such a turn for lost, whatever the virtual clock says: two hundred years.
const CLAIM_MS = 200 * 365 * 86_400_000
const HOT_CONNECTIONS = 4

/** Opens this installation's database, works in a throw-away organisation and removes it, whatever happens. */
export async function withStudio<Value>(
  context: Ground,
  options: StudioOptions,
  work: (studio: Studio) => Promise<Value>,
): Promise<Value> {
  const { config, say } = context
  const server = await openServer({ databaseUrl: config.values.DATABASE_URL, dataDir: config.dataDir, onProgress: say })
  try {
    await migrate({ url: server.url })
    const database = await openDatabase({
      url: server.url,
      poolSize: config.values.POOL_SIZE,
      hotConnections: HOT_CONNECTIONS,
      onError: (error) => say(error.message),
    })
    try {
      return await inThrowAway(database, { context, options }, work)
    } finally {
      await database.close()
    }
  } finally {
    await server.stop()
  }
}

interface Wish {
  readonly context: Ground
  readonly options: StudioOptions
}

async function inThrowAway<Value>(
  database: Database,
  { context, options }: Wish,
  work: (studio: Studio) => Promise<Value>,
): Promise<Value> {
  const { config } = context
  const packs = await loadPacks(join(config.rootDir, 'packs'))
  const at = systemClock.now()
  await removeAbandoned(database, at)
  const place = throwAwayAt(at)
  try {
    await fill(database, { ...place, at }, { packs, options })
    const channelId = newId<ChannelId>(at)
    await openTrialChannel(database, { ...place, channelId, at })
    const account = { ...place, channelId, kind: 'trial', quietMs: options.quietMs }
    const studio = furnish(database, { config, packs, account, place })
    // What is learned once is no part of what an answer takes.
    await studio.models.get(place)
    return await work(studio)
  } finally {
    await removeThrowAway(database, place.orgId)
  }
}

type Furniture = Pick<Studio, 'packs' | 'account' | 'place'> & Pick<Ground, 'config'>

function furnish(database: Database, { config, packs, account, place }: Furniture): Studio {
  const knowledge = createKnowledgeViews(packs, createModelCache(join(config.dataDir, 'models')))
  const maxBytes = config.values.SHOP_CACHE_MB * 1024 * 1024
  const models = createShopModels({ database, knowledge, maxBytes, now: systemClock.now })
  const logger = createLogger(config.values.LOG_LEVEL)
  const isPulled = () => Promise.resolve(true)
  const silent = { isPulled, announce: () => undefined, dispatch: () => undefined, wakeHandlers: () => undefined }
  return {
    place,
    packs,
    models,
    account,
    openPath: (time) => createPath({ ...time, ...silent, database, logger, models, claimMs: CLAIM_MS }),
    giveBack: (buyerRef) => giveBack(database, place, buyerRef),
  }
}

interface Filling {
  readonly packs: Packs
  readonly options: StudioOptions
}

async function fill(database: Database, place: ThrowAway & { at: number }, { packs, options }: Filling) {
  if (options.shop !== 'none') {
    const shop = await findShop(database, options.shop)
    await copyShop(database, shop, place)
    return
  }
  const industry = options.industry ?? null
  await database.within([place.orgId], async (tx) => {
    await openEmptyShop(tx, { ...place, industry })
    for (const packId of packsForIndustry(packs, industry))
      await subscribePack(tx, place, { packs, packId, at: place.at, by: `trial:${newUuid(place.at)}` })
  })
}
