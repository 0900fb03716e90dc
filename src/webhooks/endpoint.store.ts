import { sql } from 'kysely'
import type { EventType } from '../kernel/events.ts'
import type { Tx } from '../storage/index.ts'

/** Somebody else's address that wants to hear of our events. */
export interface WebhookEndpoint {
  readonly orgId: string
  readonly endpointId: string
  /** null = events of every shop, and those of none. */
  readonly shopId: string | null
  readonly url: string
  /** Newest first; the second signs too while a key is being changed. */
  readonly secrets: readonly string[]
  /** Empty = every type. */
  readonly types: readonly string[]
  readonly enabled: boolean
  readonly disabledReason: string | null
  readonly createdAt: number
}

const COLUMNS = [
  'org_id as orgId',
  'endpoint_id as endpointId',
  'shop_id as shopId',
  'url',
  'secrets',
  'types',
  'enabled',
  'disabled_reason as disabledReason',
  'created_at as createdAt',
] as const

export interface EndpointKey {
  readonly orgId: string
  readonly endpointId: string
}

export interface NewEndpoint extends EndpointKey {
  readonly shopId: string | null
  readonly url: string
  readonly secret: string
  readonly types: readonly EventType[]
  readonly at: number
}

export const addEndpoint = (tx: Tx, endpoint: NewEndpoint): Promise<WebhookEndpoint> =>
  tx
    .insertInto('webhook_endpoint')
    .values({
      org_id: endpoint.orgId,
      endpoint_id: endpoint.endpointId,
      shop_id: endpoint.shopId,
      url: endpoint.url,
      secrets: [endpoint.secret],
      types: [...endpoint.types],
      created_at: endpoint.at,
      disabled_reason: null,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()

/** Oldest first; `shopIds` null = all. An actor limited to shops does not see endpoints of the whole organisation. */
export function listEndpoints(
  tx: Tx,
  query: { readonly orgId: string; readonly shopIds: readonly string[] | null },
): Promise<readonly WebhookEndpoint[]> {
  let rows = tx.selectFrom('webhook_endpoint').select(COLUMNS).where('org_id', '=', query.orgId)
  if (query.shopIds) rows = rows.where('shop_id', 'in', [...query.shopIds])
  return rows.orderBy('endpoint_id').execute()
}

export const findEndpoint = (tx: Tx, key: EndpointKey): Promise<WebhookEndpoint | undefined> =>
  tx
    .selectFrom('webhook_endpoint')
    .select(COLUMNS)
    .where('org_id', '=', key.orgId)
    .where('endpoint_id', '=', key.endpointId)
    .executeTakeFirst()

export interface EndpointChange {
  readonly url?: string | undefined
  readonly types?: readonly EventType[] | undefined
  /** Switching on again forgets why it was switched off. */
  readonly enabled?: boolean | undefined
}

/** Undefined: no such endpoint. */
export const changeEndpoint = (
  tx: Tx,
  key: EndpointKey,
  change: EndpointChange,
): Promise<WebhookEndpoint | undefined> =>
  tx
    .updateTable('webhook_endpoint')
    .set({
      ...(change.url === undefined ? {} : { url: change.url }),
      ...(change.types === undefined ? {} : { types: [...change.types] }),
      ...(change.enabled === undefined
        ? {}
        : { enabled: change.enabled, disabled_reason: change.enabled ? null : 'by hand' }),
      // Naming no column would be no statement at all.
      created_at: sql<number>`created_at`,
    })
    .where('org_id', '=', key.orgId)
    .where('endpoint_id', '=', key.endpointId)
    .returning(COLUMNS)
    .executeTakeFirst()

/** The new secret first; the one before it goes on signing until the next change. */
export const rotateEndpointSecret = (tx: Tx, key: EndpointKey, secret: string): Promise<WebhookEndpoint | undefined> =>
  tx
    .updateTable('webhook_endpoint')
    .set({ secrets: sql<string[]>`array[${secret}::text] || secrets[1:1]` })
    .where('org_id', '=', key.orgId)
    .where('endpoint_id', '=', key.endpointId)
    .returning(COLUMNS)
    .executeTakeFirst()

/** The log of what was sent goes with it. False: no such endpoint. */
export async function removeEndpoint(tx: Tx, key: EndpointKey): Promise<boolean> {
  const gone = await tx
    .deleteFrom('webhook_endpoint')
    .where('org_id', '=', key.orgId)
    .where('endpoint_id', '=', key.endpointId)
    .returning('endpoint_id')
    .execute()
  await tx
    .deleteFrom('webhook_delivery')
    .where('org_id', '=', key.orgId)
    .where('endpoint_id', '=', key.endpointId)
    .execute()
  return gone.length === 1
}

/** Who listens, of these organisations. */
export const listListeners = (tx: Tx, orgIds: readonly string[]): Promise<readonly WebhookEndpoint[]> =>
  tx
    .selectFrom('webhook_endpoint')
    .select(COLUMNS)
    .where('org_id', 'in', [...orgIds])
    .where('enabled', '=', true)
    .execute()
