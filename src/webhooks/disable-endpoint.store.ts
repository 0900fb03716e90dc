import { appendEvents, type Database } from '../storage/index.ts'
import type { EndpointKey } from './endpoint.store.ts'

export interface SustainedFailure extends EndpointKey {
  readonly reason: string
  /** Only if nothing arrived there since then; null = at once. */
  readonly sinceIfSilent: number | null
  readonly at: number
}

/** Switches an endpoint off that nobody answers behind, and says so. False: it is off already, or it is alive after all. */
export function disableEndpoint(database: Database, failure: SustainedFailure): Promise<boolean> {
  const { orgId, endpointId, sinceIfSilent } = failure
  return database.within([orgId], async (tx) => {
    let rows = tx
      .updateTable('webhook_endpoint')
      .set({ enabled: false, disabled_reason: failure.reason })
      .where('org_id', '=', orgId)
      .where('endpoint_id', '=', endpointId)
      .where('enabled', '=', true)
    if (sinceIfSilent !== null) {
      rows = rows.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('webhook_delivery as w')
              .select('w.webhook_delivery_id')
              .where('w.org_id', '=', orgId)
              .where('w.endpoint_id', '=', endpointId)
              .where('w.state', '=', 'delivered')
              .where('w.settled_at', '>=', sinceIfSilent),
          ),
        ),
      )
    }
    const done = await rows.returning(['shop_id']).execute()
    const [row] = done
    if (!row) return false
    await appendEvents(tx, [
      {
        type: 'alert.raised',
        orgId,
        shopId: row.shop_id,
        key: endpointId,
        at: failure.at,
        body: { alert: 'webhook-endpoint-disabled', endpointId, reason: failure.reason },
      },
    ])
    return true
  })
}
