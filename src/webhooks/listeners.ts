import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/index.ts'
import { listListeners, type WebhookEndpoint } from './endpoint.store.ts'

/** Endpoints by organisation, in memory: an organisation without any costs a look into a map. */
export interface Listeners {
  of(orgIds: readonly string[]): Promise<ReadonlyMap<string, readonly WebhookEndpoint[]>>
  /** After a change of this organisation's endpoints was committed. Other nodes follow within five seconds. */
  forget(orgId: string): void
}

const TRUSTED_MS = 5000
const MOST = 50_000

export function createListeners(deps: { readonly database: Database; readonly clock: Clock }): Listeners {
  const known = new Map<string, { readonly endpoints: readonly WebhookEndpoint[]; readonly until: number }>()
  return {
    async of(orgIds) {
      const at = deps.clock.now()
      const unknown = orgIds.filter((orgId) => (known.get(orgId)?.until ?? 0) <= at)
      if (unknown.length > 0) {
        const rows = await deps.database.within(unknown, (tx) => listListeners(tx, unknown))
        if (known.size > MOST) known.clear()
        for (const orgId of unknown) {
          known.set(orgId, { endpoints: rows.filter((row) => row.orgId === orgId), until: at + TRUSTED_MS })
        }
      }
      return new Map(orgIds.map((orgId) => [orgId, known.get(orgId)?.endpoints ?? []]))
    },
    forget: (orgId) => void known.delete(orgId),
  }
}
