import type { Clock } from '../kernel/clock.ts'
import { done, type Result } from '../kernel/result.ts'
import type { Database } from '../storage/index.ts'
import type { BackendProblem, CommerceBackend, CommerceEvent, Page, Paged, Read } from './commerce-backend.ts'
import type { MirrorKind } from './freshness.ts'
import { applyToMirror, type MirrorFollower } from './mirror.store.ts'
import { type MirrorProgress, readProgress, writeProgress } from './mirror-progress.store.ts'
import type { ShopRef } from './shop.store.ts'

export interface SynchroniseTools {
  readonly database: Database
  readonly clock: Clock
  readonly backend: CommerceBackend
  readonly pageSize?: number
  readonly follow?: MirrorFollower | undefined
}

export interface SynchroniseReport {
  readonly kind: MirrorKind
  readonly read: number
  readonly changed: number
  readonly problem: BackendProblem | null
}

/**
 * Pages through what changed since the last run, kind by kind, one transaction a page. A run that breaks off (back end
 * gone, process killed) goes on at the page where it stopped; the reason stands in `mirror_progress.problem` until a run
 * comes through. Never throws for what the outside does.
 */
export async function synchronise(
  tools: SynchroniseTools,
  shop: ShopRef,
  kinds: readonly MirrorKind[],
): Promise<readonly SynchroniseReport[]> {
  const reports: SynchroniseReport[] = []
  for (const kind of kinds) reports.push(await synchroniseKind(tools, shop, kind))
  return reports
}

async function synchroniseKind(tools: SynchroniseTools, shop: ShopRef, kind: MirrorKind): Promise<SynchroniseReport> {
  const { database, backend, clock } = tools
  const startedAt = clock.now()
  const progress = await database.within([shop.orgId], (tx) => readProgress(tx, shop))
  let state = progress.find((known) => known.kind === kind) ?? neverRun(kind)
  let read = 0
  let changed = 0
  for (;;) {
    const page = await readPage(backend, kind, pageAfter(state, tools.pageSize ?? 200))
    if (!page.ok) {
      const failed = { ...state, problem: `${page.problem.kind}: ${page.problem.reason}`.slice(0, 500) }
      await database.within([shop.orgId], (tx) => writeProgress(tx, shop, failed))
      return { kind, read, changed, problem: page.problem }
    }
    const { items: events, next } = page.value
    const before = state
    const after = next === null ? finished(before, events, startedAt) : { ...before, cursor: next }
    changed += await database.within([shop.orgId], async (tx) => {
      const batch = { shop, events, at: clock.now(), isBackfill: before.syncedTo === null, follow: tools.follow }
      const applied = await applyToMirror(tx, batch)
      await writeProgress(tx, shop, after)
      return applied.changed
    })
    read += events.length
    state = after
    if (next === null) return { kind, read, changed, problem: null }
  }
}

const neverRun = (kind: MirrorKind): MirrorProgress => ({
  kind,
  cursor: null,
  syncedTo: null,
  syncedAt: null,
  problem: null,
})

const pageAfter = (state: MirrorProgress, limit: number): Page => ({
  ...(state.syncedTo !== null && { updatedSince: state.syncedTo }),
  ...(state.cursor !== null && { cursor: state.cursor }),
  limit,
})

// Pages come in the order of change, so the last item says up to when everything was seen, on the back end's own clock.
function finished(state: MirrorProgress, events: readonly CommerceEvent[], startedAt: number): MirrorProgress {
  const syncedTo = Math.max(state.syncedTo ?? 0, events.at(-1)?.at ?? 0)
  return { ...state, cursor: null, syncedTo, syncedAt: startedAt, problem: null }
}

type EventPage = Result<Paged<CommerceEvent>, BackendProblem>

function readPage(backend: CommerceBackend, kind: MirrorKind, page: Page): Promise<EventPage> {
  switch (kind) {
    case 'products':
      return asEvents(backend.products(page), (product) => ({ kind: 'product', at: product.updatedAt, product }))
    case 'orders':
      return asEvents(backend.orders(page), (order) => ({ kind: 'order', at: order.updatedAt, order }))
    case 'parcels':
      return asEvents(backend.parcelPage(page), (parcel) => ({ kind: 'parcel', at: parcel.updatedAt, parcel }))
    case 'refunds':
      return asEvents(backend.refunds(page), (refund) => ({ kind: 'refund', at: refund.updatedAt, refund }))
    case 'coupons':
      return asEvents(backend.coupons(page), (coupon) => ({ kind: 'coupon', at: coupon.updatedAt, coupon }))
    case 'buyers':
      return asEvents(backend.buyers(page), (buyer) => ({ kind: 'buyer', at: buyer.updatedAt, buyer }))
  }
}

async function asEvents<Item>(read: Read<Paged<Item>>, toEvent: (item: Item) => CommerceEvent): Promise<EventPage> {
  const page = await read
  return page.ok ? done({ items: page.value.items.map(toEvent), next: page.value.next }) : page
}
