import type { Registry } from 'prom-client'
import { z } from 'zod'
import { XiaoerError } from '../../kernel/errors.ts'
import { bytes, definePublicRoute } from '../define-route.ts'
import { openApiDocument } from '../openapi/open-api-document.ts'
import type { Route } from '../route.ts'

interface SystemDeps {
  readonly registry: Registry
  readonly version: string
  /** The whole table; read when the document is first asked for. */
  readonly routes: readonly Route[]
  notReady(): Promise<readonly string[]>
}

const tag = 'System'

/** The server's own routes. They hold nothing of any tenant. */
export const systemRoutes = (deps: SystemDeps): Route[] => [
  isLiveRoute(),
  isReadyRoute(deps),
  readMetricsRoute(deps),
  readOpenApiRoute(deps),
]

const isLiveRoute = (): Route =>
  definePublicRoute({
    method: 'GET',
    path: '/livez',
    name: 'isLive',
    summary: 'The process answers',
    tag,
    vital: true,
    responses: { 200: z.strictObject({ status: z.literal('live') }) },
    handler: async () => ({ status: 200, body: { status: 'live' } }),
  })

const isReadyRoute = (deps: SystemDeps): Route =>
  definePublicRoute({
    method: 'GET',
    path: '/readyz',
    name: 'isReady',
    summary: 'The process can take work',
    tag,
    vital: true,
    responses: { 200: z.strictObject({ status: z.literal('ready'), version: z.string() }) },
    handler: async () => {
      const missing = await deps.notReady()
      if (missing.length === 0) return { status: 200, body: { status: 'ready', version: deps.version } }
      throw new XiaoerError({ code: 'not-ready', message: `Not ready: ${missing.join(', ')}.`, retryAfterS: 1 })
    },
  })

const readMetricsRoute = ({ registry }: SystemDeps): Route =>
  definePublicRoute({
    method: 'GET',
    path: '/metrics',
    name: 'readMetrics',
    summary: 'Prometheus metrics',
    tag,
    vital: true,
    produces: registry.contentType,
    responses: { 200: bytes },
    handler: async () => ({ status: 200, body: Buffer.from(await registry.metrics()) }),
  })

function readOpenApiRoute(deps: SystemDeps): Route {
  let document: Buffer | null = null
  return definePublicRoute({
    method: 'GET',
    path: '/api/v1/openapi.json',
    name: 'readOpenApi',
    summary: 'This document',
    tag,
    responses: { 200: bytes },
    handler: async () => {
      document ??= Buffer.from(JSON.stringify(openApiDocument(deps.routes, deps.version)))
      return { status: 200, body: document }
    },
  })
}
