import type { CatalogueView, DocumentsView, KnowledgeView, OffersView, ShopView } from '../dialogue/index.ts'
import { listValidities, readChunksInUse, readShopKnowledge, isValid, type Validity } from '../knowledge/index.ts'
import {
  createOfferLedgers,
  exhaustedOffers,
  type OfferLedgers,
  type OpenEntrance,
  readGiving,
  readOpenEntrances,
} from '../offer/index.ts'
import { type Coupon, effectiveSettings, readClaimableCoupons, readProducts, readShop } from '../shop/index.ts'
import type { Database } from '../storage/index.ts'
import { createCatalogue } from '../understanding/index.ts'
import type { KnowledgeViews } from './knowledge-view.ts'
import { hoursText, isWithinHours } from './opening-hours.ts'

/** All that a turn reads of a shop, in memory. Immutable: a change makes a new one. */
export interface ShopModel {
  readonly view: ShopView
  readonly catalogue: CatalogueView
  readonly knowledge: KnowledgeView
  readonly documents: DocumentsView
  readonly goodsVersion: number
  readonly offers: OffersView
  /** Live rooms that are on, by id. */
  readonly rooms: ReadonlyMap<string, OpenEntrance>
  readonly quietMs: number
  readonly sessionGapMs: number
  readonly bytes: number
  couponsAt(at: number): readonly Coupon[]
  isOnDuty(at: number): boolean
  validitiesAt(at: number): ReadonlySet<string>
}

export interface ShopKey {
  readonly orgId: string
  readonly shopId: string
}

export interface ShopModels {
  /** The model at these versions or newer; the resident one when they are not given. */
  get(shop: ShopKey, atLeast?: { readonly version: number; readonly goodsVersion: number }): Promise<ShopModel>
  forget(shopId: string): void
  readonly resident: { readonly shops: number; readonly bytes: number }
}

export interface ShopModelsOptions {
  readonly database: Database
  readonly knowledge: KnowledgeViews
  readonly maxBytes: number
  readonly now: () => number
}

// A row of the ledger is some hundred bytes: with the models' own bound beside it this stays small.
const MOST_LEDGER_ROWS = 200_000

/** Loaded on demand; when the bound is passed the longest unused are put out. */
export function createShopModels(options: ShopModelsOptions): ShopModels {
  const shelf = createShelf(options.maxBytes)
  const ledgers = createOfferLedgers({ database: options.database, maxRows: MOST_LEDGER_ROWS })
  const load = (shop: ShopKey): Promise<ShopModel> => {
    shelf.drop(shop.shopId)
    return shelf.put(shop.shopId, loadShopModel(shop, { ...options, ledgers }))
  }
  return {
    async get(shop, atLeast) {
      const known = shelf.take(shop.shopId)
      if (!known) return load(shop)
      const model = await known
      const isOld = atLeast && (model.view.version < atLeast.version || model.goodsVersion < atLeast.goodsVersion)
      return isOld ? load(shop) : model
    },
    forget: shelf.drop,
    get resident() {
      return shelf.filling
    },
  }
}

interface Shelf {
  /** Takes it into the hand: it is now the latest used. */
  take(shopId: string): Promise<ShopModel> | undefined
  put(shopId: string, loading: Promise<ShopModel>): Promise<ShopModel>
  drop(shopId: string): void
  readonly filling: { readonly shops: number; readonly bytes: number }
}

function createShelf(maxBytes: number): Shelf {
  // A Map keeps the order of insertion: the first key is the longest unused.
  const models = new Map<string, Promise<ShopModel>>()
  const sizes = new Map<string, number>()
  let bytes = 0
  const drop = (shopId: string): void => {
    models.delete(shopId)
    bytes -= sizes.get(shopId) ?? 0
    sizes.delete(shopId)
  }
  const weigh = (shopId: string, model: ShopModel): void => {
    sizes.set(shopId, model.bytes)
    bytes += model.bytes
    for (const oldest of models.keys()) {
      if (bytes <= maxBytes || oldest === shopId) return
      drop(oldest)
    }
  }
  return {
    take(shopId) {
      const known = models.get(shopId)
      if (known && models.delete(shopId)) models.set(shopId, known)
      return known
    },
    put(shopId, loading) {
      models.set(shopId, loading)
      const isCurrent = () => models.get(shopId) === loading
      // A failed load must not stay: the next turn tries again.
      loading.then(
        (model) => isCurrent() && weigh(shopId, model),
        () => isCurrent() && drop(shopId),
      )
      return loading
    },
    drop,
    get filling() {
      return { shops: models.size, bytes }
    },
  }
}

interface Loading extends ShopModelsOptions {
  readonly ledgers: OfferLedgers
}

/** Goods, offers and settings are of one moment. */
async function loadShopModel(key: ShopKey, { database, knowledge, ledgers, now }: Loading): Promise<ShopModel> {
  const read = await database.snapshot([key.orgId], async (tx) => {
    const shop = await readShop(tx, key)
    return {
      shop,
      ledger: await ledgers.getWithin(tx, key, shop.goodsVersion),
      settings: (await effectiveSettings(tx, key)).settings,
      products: (await readProducts(tx, key)).map(({ item }) => item),
      coupons: (await readClaimableCoupons(tx, key, now())).map(({ item }) => item),
      validities: await listValidities(tx, key),
      chunks: await readChunksInUse(tx, key),
      rooms: await readOpenEntrances(tx, key),
      giving: await readGiving(tx, key),
    }
  })
  const { shop, settings, products, coupons, validities } = read
  const { ledger, version, stop } = read.ledger
  const known = await readShopKnowledge(database, { ...key, groupId: shop.groupId })
  const offset = settings.timeZoneOffsetMinutes
  return {
    view: viewOf(shop, settings),
    catalogue: createCatalogue(products),
    knowledge: knowledge.of(known),
    documents: knowledge.documents(read.chunks),
    goodsVersion: shop.goodsVersion,
    offers: { ledger, version, isStopped: stop !== null, exhausted: exhaustedOffers(ledger, read.giving) },
    rooms: new Map(read.rooms.map((room) => [room.roomId, room])),
    quietMs: settings.quietMs,
    sessionGapMs: settings.sessionGapMinutes * 60_000,
    bytes: sizeOf([products, coupons, known.own, read.chunks]),
    couponsAt: (at) => coupons.filter(({ validFrom, validTo }) => validFrom <= at && at < validTo),
    isOnDuty: (at) => isWithinHours(settings.hours, at, offset),
    validitiesAt: (at) => namesAt(validities, at, offset),
  }
}

type Loaded = Awaited<ReturnType<typeof readShop>>
type Effective = Awaited<ReturnType<typeof effectiveSettings>>['settings']

const viewOf = (shop: Loaded, settings: Effective): ShopView => ({
  shopId: shop.shopId,
  name: shop.name,
  currency: shop.currency,
  robotOn: shop.robotOn,
  version: shop.version,
  policies: settings.policies,
  hoursText: hoursText(settings.hours, settings.language),
  utcOffsetMinutes: settings.timeZoneOffsetMinutes,
  language: settings.language,
  assistantName: settings.assistantName,
  answerThreshold: settings.answerThreshold,
  confirmThreshold: settings.confirmThreshold,
  focusMs: settings.focusDays * 86_400_000,
  handoffAfterMisses: settings.handoffAfterMisses,
  models: modelUseOf(settings),
})

const modelUseOf = ({ modelTasks, modelWaitMs, modelDailyTokens }: Effective): ShopView['models'] =>
  modelTasks.length === 0 || modelDailyTokens === 0
    ? null
    : { tasks: modelTasks, waitMs: modelWaitMs, dailyTokens: modelDailyTokens }

const namesAt = (validities: readonly Validity[], at: number, offset: number): ReadonlySet<string> =>
  new Set(validities.filter(({ rule }) => isValid(rule, at, offset)).map(({ validityId }) => validityId))

/** Rough: JSON text times three covers objects, keys and the index over titles. */
const sizeOf = (parts: readonly unknown[]): number => 4096 + JSON.stringify(parts).length * 3
