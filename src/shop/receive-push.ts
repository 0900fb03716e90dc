import type { Clock } from '../kernel/clock.ts'
import { done, type Result } from '../kernel/result.ts'
import type { RawInbound } from '../message/index.ts'
import type { Database } from '../storage/index.ts'
import type { CommerceBackend } from './commerce-backend.ts'
import { applyToMirror, type MirrorFollower } from './mirror.store.ts'
import type { ShopRef } from './shop.store.ts'

interface PushTools {
  readonly database: Database
  readonly clock: Clock
  readonly backend: CommerceBackend
  readonly follow?: MirrorFollower | undefined
}

export type PushProblem = { readonly kind: 'bad-signature' | 'unreadable' }

/** What a shop system told us by itself: verified, then brought into the mirror. After `ok` it is committed. */
export async function receivePush(
  { database, clock, backend, follow }: PushTools,
  shop: ShopRef,
  request: RawInbound,
): Promise<Result<{ readonly changed: number }, PushProblem>> {
  const read = backend.events(request)
  if (!read.ok) return read
  const batch = { shop, events: read.value, at: clock.now(), follow }
  return done(await database.within([shop.orgId], (tx) => applyToMirror(tx, batch)))
}
