import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { XiaoerError } from '../kernel/errors.ts'
import { type AnswerDeps, answerRequest, type Incoming } from './answer-request.ts'
import type { HttpMetrics } from './http-metrics.ts'
import type { Headers, Method, Reply, Route } from './route.ts'

interface Mounted {
  readonly route: Route
  readonly answer: AnswerDeps
  readonly metrics: HttpMetrics
}

export function mountRoute(fastify: FastifyInstance, { route, answer, metrics }: Mounted): void {
  fastify.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.maxBodyBytes,
    onResponse: (_request, reply, next) => {
      metrics.observe(route, reply.statusCode, reply.elapsedTime / 1000)
      next()
    },
    handler: async (request, reply) =>
      send(reply, route, await answerRequest(route, incomingOf(request, reply), answer)),
  })
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** 405 with Allow for the methods that a path does not take; OPTIONS tells which it does. */
export function refuseOtherMethods(fastify: FastifyInstance, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const taken = METHODS.filter((method) => routes.some((route) => route.path === path && route.method === method))
    const allow = [...taken, ...(taken.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
    const others = METHODS.filter((method) => !taken.includes(method))
    fastify.options(path, (_request, reply) => reply.code(204).header('allow', allow).send())
    if (others.length === 0) continue
    fastify.route({
      method: taken.includes('GET') ? [...others] : [...others, 'HEAD'],
      url: path,
      exposeHeadRoute: false,
      handler: (_request, reply) => {
        reply.header('allow', allow)
        throw new XiaoerError({ code: 'method-not-allowed' })
      },
    })
  }
}

function send(reply: FastifyReply, route: Route, answered: Reply): FastifyReply {
  reply.code(answered.status)
  if (answered.body === undefined) return reply.headers(answered.headers ?? {}).send()
  const isRaw = Buffer.isBuffer(answered.body) || answered.body instanceof Readable
  reply
    .header('content-type', isRaw ? route.produces : 'application/json; charset=utf-8')
    .headers(answered.headers ?? {})
  return reply.send(isRaw ? answered.body : JSON.stringify(answered.body))
}

const incomingOf = (request: FastifyRequest, reply: FastifyReply): Incoming => ({
  params: request.params,
  query: request.query,
  body: request.body,
  headers: oneOfEach(request),
  address: request.ip,
  url: request.url,
  requestId: request.id,
  signal: () => signalOf(reply),
})

// Node joins doubled headers with a comma, all but Set-Cookie, which no client sends.
function oneOfEach(request: FastifyRequest): Headers {
  const headers: Record<string, string | undefined> = {}
  for (const name in request.headers) {
    const value = request.headers[name]
    headers[name] = typeof value === 'object' ? value[0] : value
  }
  return headers
}

function signalOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}
