import type { Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Authenticator } from '../staff/index.ts'
import type { Database } from '../storage/index.ts'
import type { AnswerDeps } from './answer-request.ts'
import { createFastify } from './create-fastify.ts'
import { createHttpMetrics } from './http-metrics.ts'
import { createOverloadGuard } from './overload-guard.ts'
import { mountRoute, refuseOtherMethods } from './mount-route.ts'
import { createRateLimit } from './rate-limit.ts'
import type { Route } from './route.ts'
import { createShopGate, type FindShopOwner } from './shop-gate.ts'
import { systemRoutes } from './routes/system.ts'

export interface HttpServerDeps {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly registry: Registry
  readonly authenticator: Authenticator
  readonly findShopOwner: FindShopOwner
  /** Every route but the server's own (/livez, /readyz, /metrics, the OpenAPI document). */
  readonly routes: readonly Route[]
  /** Requests a minute and caller; 0 = no limit. */
  readonly ratePerMinute: number
  /** What is not ready yet, by name; empty = ready. */
  notReady(): Promise<readonly string[]>
  readonly version: string
  readonly maxInFlight?: number
  readonly maxLagMs?: number
  readonly checkReplies?: boolean
}

export interface HttpServer {
  /** The node server: the WebSocket gateway listens to its `upgrade`. */
  readonly server: Server
  readonly fastify: FastifyInstance
  /** The whole table, the server's own routes included. */
  readonly routes: readonly Route[]
  /** Answers the port that it listens on (`port` 0 = any). */
  listen(port: number, host: string): Promise<number>
  /** Refuses new requests, finishes those under way, then closes. */
  close(): Promise<void>
}

export function createHttpServer(deps: HttpServerDeps): HttpServer {
  const guard = createOverloadGuard({ maxInFlight: deps.maxInFlight ?? 2000, maxLagMs: deps.maxLagMs ?? 400 })
  const metrics = createHttpMetrics(deps.registry, () => guard.inFlight)
  const routes: Route[] = [...deps.routes]
  routes.push(...systemRoutes({ ...deps, routes }))
  const fastify = createFastify({ ...deps, metrics })
  const answer: AnswerDeps = {
    ...deps,
    guard,
    rateLimit: createRateLimit(deps.ratePerMinute),
    shopGate: createShopGate(deps.findShopOwner),
    checkReplies: deps.checkReplies ?? false,
  }
  for (const route of routes) mountRoute(fastify, { route, answer, metrics })
  refuseOtherMethods(fastify, routes)
  return {
    server: fastify.server,
    fastify,
    routes,
    async listen(port, host) {
      const address = await fastify.listen({ port, host })
      return Number(new URL(address).port)
    },
    async close() {
      guard.refuseAll()
      await fastify.close()
      guard.close()
    },
  }
}
