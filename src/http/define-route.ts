import { Readable } from 'node:stream'
import { z } from 'zod'
import { XiaoerError } from '../kernel/errors.ts'
import type { OrgId } from '../kernel/ids.ts'
import type { Actor, AuditAct } from '../staff/index.ts'
import type { Tx } from '../storage/index.ts'
import type { Access, Headers, Method, Route } from './route.ts'

/*
 * How to add a route
 *
 *   // src/http/routes/parcels.ts
 *   export const parcelRoutes = (deps: { products: ProductStore }): Route[] => [
 *     defineRoute({
 *       method: 'GET', path: '/api/v1/shops/:shopId/parcels/:parcelId', name: 'readParcel',
 *       summary: 'One parcel with its events', tag: 'Orders', access: 'shops:read',
 *       params: z.strictObject({ shopId, parcelId: externalId }),
 *       responses: { 200: parcelView },
 *       handler: async ({ params, read }) => {
 *         const parcel = await read((tx) => findParcel(tx, params.shopId, params.parcelId))
 *         if (!parcel) throw notFound()
 *         return { status: 200, body: showParcel(parcel) }
 *       },
 *     }),
 *     defineRoute({
 *       method: 'PUT', path: '/api/v1/shops/:shopId/robot', name: 'switchRobot', ...,
 *       access: 'shops:write', audit: 'shop.robot-switched', body: z.strictObject({ on: z.boolean() }),
 *       responses: { 200: shopView },
 *       handler: ({ params, body, actor, at, commit }) => commit(async (tx) => {
 *         ...write, appendAudit(tx, { actor, act: 'shop.robot-switched', target: params.shopId, at, detail: { on: body.on } })
 *         return { status: 200, body: ... }
 *       }),
 *     }),
 *   ]
 *
 * What the framework does before the handler runs: authenticates (API key, sign-in token, cookie), checks `access`,
 * rate limit and overload; reads the body (size, JSON, depth, NUL, prototype keys) and parses params, query and body:
 * a bad param is the same 404 as an absent thing, anything else 400 `invalid-field` with the field's path. Use strict
 * objects. Whatever names a `shopId` (param, query or body) is looked up: a shop of another organisation, or one outside
 * the actor's limit, is 404. Other ids are yours: read them in `read`/`commit` (row-level security) and throw `notFound()`.
 * An actor limited to shops gets 403 on a route without `:shopId` unless the route says `reach: 'filtered'` and its
 * handler filters by `actor.shopIds` (or calls `reachesShop(actor, shopId)`).
 *
 * Handlers throw `XiaoerError`; `read` and `commit` open one transaction of the organisation. A write makes all its
 * changes and its audit row in ONE `commit`, which also stores the reply under the Idempotency-Key; work that must not
 * hold a transaction (hashing, calls to the outside) comes before it. Routes whose idempotency is their own (inbound
 * messages by messageId) say `idempotency: 'own'`.
 *
 * `body: bytes` gives the raw Buffer (uploads, signed webhooks) of the content types in `accepts`. A response schema
 * `bytes` or `stream` sends a Buffer or a Readable as `produces` (or the reply's content-type header).
 * The attack tests and the OpenAPI tests walk the route table: a new route is covered without a new test, but a write
 * route needs a sample in `test/http/samples.ts`, so that its audit act can be seen.
 */

export const bytes = z.custom<Buffer>((value) => Buffer.isBuffer(value))
export const stream = z.custom<Readable>((value) => value instanceof Readable)
/** The body of a 204, and of a request that has none. */
export const nothing = z.undefined()

export const MAX_BODY_BYTES = 1024 * 1024

const noFields = z.strictObject({})

/** Status → what the body of that status is. */
type Bodies = Readonly<Record<number, unknown>>
type Schemas<Out extends Bodies> = { readonly [Status in keyof Out]: z.ZodType<unknown, Out[Status]> }
// Inferred through a mapped type, the key 200 comes back as the text '200'.
type StatusOf<Key> = Key extends number ? Key : Key extends `${infer Status extends number}` ? Status : never
type ReplyOf<Out extends Bodies> = {
  [Key in keyof Out]: {
    readonly status: StatusOf<Key>
    readonly body: Out[Key]
    readonly headers?: Readonly<Record<string, string>>
  }
}[keyof Out]

interface Description<Params, Query, Body, Out extends Bodies> {
  readonly method: Method
  /** As find-my-way writes it: `/api/v1/shops/:shopId`. */
  readonly path: string
  /** A verb of the trade, unique: operationId, and the label of the metrics. */
  readonly name: string
  readonly summary: string
  readonly tag: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly responses: Schemas<Out>
  /** The privileged act that a success writes to the audit log; absent: none. */
  readonly audit?: AuditAct
  readonly accepts?: readonly string[]
  readonly produces?: string
  readonly maxBodyBytes?: number
  readonly idempotency?: 'stored' | 'own'
  /** An example request body for the OpenAPI document. */
  readonly example?: unknown
  readonly vital?: boolean
  readonly isSigned?: boolean
}

interface Asked<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly headers: Headers
  readonly address: string
  readonly requestId: string
  readonly at: number
  /** Aborted when the caller goes away; made only for those who ask. */
  signal(): AbortSignal
}

interface RouteRequest<Params, Query, Body, Out extends Bodies> extends Asked<Params, Query, Body> {
  readonly orgId: OrgId
  readonly actor: Actor
  /** One transaction that sees this organisation. */
  read<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value>
  /** The one transaction of a write; stores the reply under the Idempotency-Key. Once a request. */
  commit(work: (tx: Tx) => Promise<ReplyOf<Out>>): Promise<ReplyOf<Out>>
}

interface PublicRequest<Params, Query, Body, Out extends Bodies> extends Asked<Params, Query, Body> {
  /** Present when the caller sent a valid key or token all the same. */
  readonly actor: Actor | null
  /** See `Door.charge`. */
  charge(caller: string): void
  read<Value>(orgId: OrgId, work: (tx: Tx) => Promise<Value>): Promise<Value>
  commit(orgId: OrgId, work: (tx: Tx) => Promise<ReplyOf<Out>>): Promise<ReplyOf<Out>>
}

interface Definition<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Out extends Bodies>
  extends Description<Params, Query, Body, Out> {
  readonly access: Exclude<Access, 'public'>
  /** Only for routes without `:shopId`; see above. */
  readonly reach?: 'filtered'
  handler(request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>, Out>): Promise<ReplyOf<Out>>
}

interface PublicDefinition<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Out extends Bodies,
> extends Description<Params, Query, Body, Out> {
  handler(request: PublicRequest<z.output<Params>, z.output<Query>, z.output<Body>, Out>): Promise<ReplyOf<Out>>
}

type NoFields = typeof noFields
type Nothing = typeof nothing

/** A route for signed-in people and API keys. */
export function defineRoute<
  const Out extends Bodies,
  Params extends z.ZodType = NoFields,
  Query extends z.ZodType = NoFields,
  Body extends z.ZodType = Nothing,
>(definition: Definition<Params, Query, Body, Out>): Route
export function defineRoute(definition: Definition<z.ZodType, z.ZodType, z.ZodType, Bodies>): Route {
  const description = describeRoute(definition)
  const reach = definition.path.includes('/:shopId') ? 'shop' : (definition.reach ?? 'organisation')
  return {
    ...description,
    access: definition.access,
    reach,
    // Field by field: a spread of every request costs more than all of its checks.
    async handle(door) {
      const { actor, unit } = door
      if (!actor) throw new XiaoerError({ code: 'not-signed-in' })
      const { orgId } = actor
      return definition.handler({
        params: door.params,
        query: door.query,
        body: door.body,
        headers: door.headers,
        address: door.address,
        requestId: door.requestId,
        at: door.at,
        signal: door.signal,
        actor,
        orgId,
        read: (work) => unit.read(orgId, work),
        commit: (work) => unit.commit(orgId, work),
      })
    },
  }
}

/**
 * A route that needs no sign-in: the handler finds out by itself whom it serves (a signature, a password).
 * It hands the organisation that it found to `read` and `commit`.
 */
export function definePublicRoute<
  const Out extends Bodies,
  Params extends z.ZodType = NoFields,
  Query extends z.ZodType = NoFields,
  Body extends z.ZodType = Nothing,
>(definition: PublicDefinition<Params, Query, Body, Out>): Route
export function definePublicRoute(definition: PublicDefinition<z.ZodType, z.ZodType, z.ZodType, Bodies>): Route {
  return {
    ...describeRoute(definition),
    access: 'public',
    reach: 'filtered',
    handle: async (door) =>
      definition.handler({
        params: door.params,
        query: door.query,
        body: door.body,
        headers: door.headers,
        address: door.address,
        requestId: door.requestId,
        at: door.at,
        signal: door.signal,
        actor: door.actor,
        charge: door.charge,
        read: (orgId, work) => door.unit.read(orgId, work),
        commit: (orgId, work) => door.unit.commit(orgId, work),
      }),
  }
}

function describeRoute(definition: Description<z.ZodType, z.ZodType, z.ZodType, Bodies>) {
  return {
    method: definition.method,
    path: definition.path,
    name: definition.name,
    summary: definition.summary,
    tag: definition.tag,
    audit: definition.audit ?? null,
    params: definition.params ?? noFields,
    query: definition.query ?? noFields,
    body: definition.body ?? nothing,
    responses: definition.responses,
    accepts: definition.accepts ?? ['application/json'],
    produces: definition.produces ?? 'application/json',
    maxBodyBytes: definition.maxBodyBytes ?? MAX_BODY_BYTES,
    idempotency: definition.idempotency ?? 'stored',
    example: definition.example,
    vital: definition.vital ?? false,
    isSigned: definition.isSigned ?? false,
  } as const
}
