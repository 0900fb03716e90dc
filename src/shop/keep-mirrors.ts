import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/index.ts'
import type { CommerceBackend } from './commerce-backend.ts'
import { everyShop } from './every-shop.store.ts'
import { MIRROR_KINDS } from './freshness.ts'
import type { MirrorFollower } from './mirror.store.ts'
import type { Shop } from './shop.store.ts'
import { type SynchroniseReport, synchronise } from './synchronise.ts'

export interface MirrorKeeper {
  readonly database: Database
  readonly clock: Clock
  /** Null for a shop without a back end of its own, or one whose settings cannot be read. */
  readonly backendOf: (shop: Shop) => CommerceBackend | null
  readonly follow?: MirrorFollower | undefined
}

/** One round over all shops: pushes may be lost, the poll finds what they missed. Answers the kinds that had a problem. */
export async function keepMirrors({
  database,
  clock,
  backendOf,
  follow,
}: MirrorKeeper): Promise<readonly SynchroniseReport[]> {
  const broken: SynchroniseReport[] = []
  for await (const shop of everyShop(database)) {
    const backend = backendOf(shop)
    if (!backend?.capabilities().has('poll')) continue
    const reports = await synchronise({ database, clock, backend, follow }, shop, MIRROR_KINDS)
    broken.push(...reports.filter((report) => report.problem !== null))
  }
  return broken
}
