import { z } from 'zod'
import type { Posted } from '../../conversation/index.ts'
import { CLAIM_MS, type Delivery, windowState } from '../../delivery/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { conversationId } from '../../kernel/ids.ts'
import { type CorrectionWords, correctTold, readToldOtherwise, type ToldOtherwise } from '../../livestream/index.ts'
import type { AccountBook } from '../../delivery/index.ts'
import type { Channel } from '../../message/index.ts'
import type { LedgerRef, OfferLedgers } from '../../offer/index.ts'
import { appendAudit } from '../../staff/index.ts'
import type { Database } from '../../storage/index.ts'
import type { Announcement, Path, ShopModels } from '../../turn/index.ts'
import { defineRoute } from '../define-route.ts'
import { MAX_LIMIT, pageOf, paging, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import { shopParams } from '../views/shop-views.ts'
import { showTold, toldView } from '../views/told-views.ts'

export interface ToldDeps {
  readonly database: Database
  readonly ledgers: OfferLedgers
  readonly models: Pick<ShopModels, 'get'>
  readonly accounts: Pick<AccountBook, 'find'>
  readonly channels: readonly Channel[]
  readonly path: Pick<Path, 'renew'>
  readonly delivery: Pick<Delivery, 'dispatch'>
  announce(announcement: Announcement): void
}

const tag = 'Offers'
const after = z.object({ buyerId: z.uuid(), key: z.string() })
const held = z.strictObject({
  conversationId,
  key: z.string(),
  reason: z.enum(['window-closed', 'window-used-up']),
})

/** Buyers who were told what no longer holds, and the correction to them. */
export const toldRoutes = (deps: ToldDeps): Route[] => [listRoute(deps), correctRoute(deps)]

const listRoute = ({ ledgers }: ToldDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/told-otherwise',
    name: 'listToldOtherwise',
    summary:
      'Conversations that were told a price, a sum or an offer that the ledger no longer says, though it was to hold',
    tag,
    access: 'offers:read',
    params: shopParams,
    query: z.strictObject(paging),
    responses: { 200: pageOf(toldView).extend({ version: z.int() }) },
    handler: async ({ params, query: { limit, cursor }, orgId, at, read }) => {
      const shop = { ...params, orgId }
      const { ledger, version } = await ledgers.get(shop)
      const page = { after: readCursor(after, cursor), limit: limit + 1 }
      const rows = await read((tx) => readToldOtherwise(tx, { shop, ledger, at }, page))
      const shown = showPage({ rows, limit, show: showTold, after: ({ buyerId, key }) => ({ buyerId, key }) })
      return { status: 200, body: { ...shown, version } }
    },
  })

const correctRoute = (deps: ToldDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops/:shopId/told-otherwise/correct',
    name: 'correctToldOtherwise',
    summary:
      'Tell them what holds now: all, or those named; at most 200 a call (`hasMore` says whether to call again), each once however often it is called',
    tag,
    access: 'offers:write',
    audit: 'offer.corrected',
    // What was corrected is no longer told otherwise: a repetition finds nothing to say.
    idempotency: 'own',
    params: shopParams,
    body: z.strictObject({
      only: z
        .array(z.strictObject({ conversationId, key: z.string().max(2000) }))
        .max(MAX_LIMIT)
        .optional(),
    }),
    example: {},
    responses: { 200: z.strictObject({ version: z.int(), sent: z.int(), held: z.array(held), hasMore: z.boolean() }) },
    handler: async ({ params, body, actor, orgId, at, read, commit }) => {
      const shop = { ...params, orgId }
      const { ledger, version, stop } = await deps.ledgers.get(shop)
      if (stop) throw stopped()
      const wanted = { shop, ledger, at }
      const all = await read((tx) =>
        readToldOtherwise(tx, wanted, { limit: body.only ? MOST_LOOKED_AT : MAX_LIMIT + 1 }),
      )
      const due = body.only ? all.filter((one) => isNamed(one, body.only)) : all.slice(0, MAX_LIMIT)
      const words = await wordsOf(shop, { ledger, models: deps.models })
      const correcting = { ...wanted, words, by: `${actor.kind}:${actor.id}`, claimMs: CLAIM_MS }
      const told = await correctAll(due, correcting, deps)
      return commit(async (tx) => {
        const detail = { version, sent: told.sent, held: told.held.length }
        await appendAudit(tx, { orgId, actor, act: 'offer.corrected', target: params.shopId, at, detail })
        return { status: 200, body: { version, ...told, hasMore: !body.only && all.length > MAX_LIMIT } }
      })
    },
  })

const stopped = () => new XiaoerError({ code: 'precondition-failed', message: 'Answers about offers are stopped.' })

const MOST_LOOKED_AT = 20_000

const isNamed = (
  { conversationId: id, key }: ToldOtherwise,
  only: readonly { readonly conversationId: string; readonly key: string }[] = [],
): boolean => only.some((one) => one.conversationId === id && one.key === key)

type Correcting = Parameters<typeof correctTold>[2]

/** One transaction a conversation: the path writes in many at once, and must not wait for all of ours. */
async function correctAll(due: readonly ToldOtherwise[], correcting: Correcting, deps: ToldDeps) {
  const heldBack: z.infer<typeof held>[] = []
  let sent = 0
  for (const one of due) {
    const done = await correctOne(one, correcting, deps)
    if (done === 'sent') sent += 1
    else if (done !== 'gone')
      heldBack.push({ conversationId: conversationId.parse(one.conversationId), key: one.key, reason: done })
  }
  return { sent, held: heldBack }
}

/** Out of the platform's window nothing is sent and nothing counts as corrected: it stays in the list. */
async function correctOne(one: ToldOtherwise, correcting: Correcting, deps: ToldDeps) {
  const { orgId } = correcting.shop
  const account = await deps.accounts.find(one.channelId)
  const window = deps.channels.find(({ kind }) => kind === account?.kind)?.capabilities.window ?? null
  const done = await deps.database.within([orgId], async (tx) => {
    const { channelId, buyerId } = one
    const state = window ? await windowState(tx, { orgId, channelId, buyerId, window, at: correcting.at }) : 'open'
    return state === 'open' ? ((await correctTold(tx, one, correcting)) ?? 'gone') : state
  })
  if (typeof done === 'string') return done
  release(done, deps)
  return 'sent'
}

/** After the commit: on its way to the buyer, and to whoever is connected. */
function release({ job, messages }: Posted, { path, announce, delivery }: ToldDeps): void {
  const { orgId, shopId, channelId, conversationId: id } = job
  path.renew(id)
  announce({ orgId, shopId, channelId, conversationId: id, messages })
  delivery.dispatch([job])
}

async function wordsOf(
  shop: LedgerRef,
  { ledger, models }: Pick<CorrectionWords, 'ledger'> & Pick<ToldDeps, 'models'>,
): Promise<CorrectionWords> {
  const { view, knowledge, catalogue } = await models.get(shop)
  return {
    ledger,
    speech: (key) => knowledge.speech(key, view.language),
    titleOf: (productId, skuId) => {
      const product = catalogue.product(productId)
      const sku = product?.skus.find((one) => one.skuId === skuId)
      if (!product || !sku) return skuId
      return product.skus.length > 1 ? `${product.title} ${Object.values(sku.options).join('/')}` : product.title
    },
  }
}
