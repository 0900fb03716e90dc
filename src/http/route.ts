import type { z } from 'zod'
import type { OrgId } from '../kernel/ids.ts'
import type { Actor, AuditAct, Permission } from '../staff/index.ts'
import type { Tx } from '../storage/index.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may call: nobody need sign in, any signed-in person, or holders of one permission (role or API-key scope). */
export type Access = 'public' | 'signed-in' | Permission

export type Headers = Readonly<Record<string, string | undefined>>

export interface Reply {
  readonly status: number
  /** JSON, or bytes or a stream where the route's response schema is `bytes` or `stream`. */
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The request as the server hands it on: params, query and body have been read by the route's schemas. */
export interface Door {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly actor: Actor | null
  readonly headers: Headers
  /** The caller's network address. */
  readonly address: string
  readonly requestId: string
  /** When the request came, epoch ms: the "now" of this request. */
  readonly at: number
  /** Aborted when the caller goes away. */
  signal(): AbortSignal
  readonly unit: Unit
  /** Takes one request out of this caller's allowance; throws `too-many-requests`. For routes with `isSigned`. */
  charge(caller: string): void
}

/** The transactions of one request. */
export interface Unit {
  read<Value>(orgId: OrgId, work: (tx: Tx) => Promise<Value>): Promise<Value>
  commit<Out extends Reply>(orgId: OrgId, work: (tx: Tx) => Promise<Out>): Promise<Out>
}

/** One row of the route table. Made by `defineRoute` or `definePublicRoute` only. */
export interface Route {
  readonly method: Method
  readonly path: string
  /** operationId of the OpenAPI document: a verb of the trade, unique. */
  readonly name: string
  readonly summary: string
  readonly tag: string
  readonly access: Access
  readonly reach: 'shop' | 'filtered' | 'organisation'
  readonly audit: AuditAct | null
  readonly params: z.ZodType
  readonly query: z.ZodType
  readonly body: z.ZodType
  readonly responses: Readonly<Record<number, z.ZodType>>
  readonly accepts: readonly string[]
  readonly produces: string
  readonly maxBodyBytes: number
  readonly idempotency: 'stored' | 'own'
  readonly example: unknown
  /** Answers even when the server is overloaded or closing: liveness and metrics. */
  readonly vital: boolean
  /** A caller with a signature is charged by the handler once it knows whose it is; one that it refuses pays by his address. */
  readonly isSigned: boolean
  handle(door: Door): Promise<Reply>
}
