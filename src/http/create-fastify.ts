import type { Socket } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Clock } from '../kernel/clock.ts'
import { ERRORS, notFound } from '../kernel/errors.ts'
import { newUuid } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import { MAX_BODY_BYTES } from './define-route.ts'
import type { HttpMetrics } from './http-metrics.ts'
import { problemBody, problemOf } from './problem-of.ts'

interface FastifyDeps {
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: HttpMetrics
}

const REQUEST_TIMEOUT_MS = 30_000
const KEEP_ALIVE_MS = 65_000
const MAX_HEADER_BYTES = 16 * 1024
const MAX_PARAM_LENGTH = 300

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const

/** Routes parse with zod: the compilers that Fastify would load for schemas of its own cost a third of a second at every start. */
const noSchemas = (): never => {
  throw new Error('routes of this house have no Fastify schema')
}

/** A bare server: limits against slow and large requests, raw bodies, our own words for every failure. No CORS. */
export function createFastify(deps: FastifyDeps): FastifyInstance {
  const newRequestId = () => newUuid(deps.clock.now())
  const fail = (reply: FastifyReply, error: unknown) => sendProblem(reply, error, deps)
  const fastify = Fastify({
    logger: false,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    genReqId: newRequestId,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 5000 },
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: false },
    // The overload guard answers while we close, in our own words.
    return503OnClosing: false,
    frameworkErrors: (error, _request, reply) => {
      fail(reply, error)
    },
    clientErrorHandler: (error, socket) => refuseUnreadable(error, socket, newRequestId()),
  })
  // Bodies stay bytes: signatures are checked over them before anything is parsed.
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  fastify.addHook('onRequest', (request, reply, next) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id)
    // The chat window asks from the shop's own pages. Nothing there rests on cookies, so any page may read the answer.
    if (request.url.startsWith('/api/v1/widget/')) reply.header('access-control-allow-origin', '*')
    next()
  })
  fastify.setNotFoundHandler((_request, reply) => fail(reply, notFound()))
  fastify.setErrorHandler((error, _request, reply) => fail(reply, error))
  return fastify
}

function sendProblem(reply: FastifyReply, error: unknown, deps: FastifyDeps): FastifyReply {
  const requestId = reply.request.id
  const problem = problemOf(error)
  deps.metrics.refuse(problem.code)
  if (problem.code === 'internal') deps.logger.error({ requestId, err: error }, 'a request failed on our side')
  if (problem.code === 'not-ready') deps.logger.warn({ requestId, err: error }, 'a request found us not ready')
  if (problem.retryAfterS !== undefined) reply.header('retry-after', String(problem.retryAfterS))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .headers(SECURITY_HEADERS)
    .header('x-request-id', requestId)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, requestId)))
}

const CLIENT_ERRORS: Readonly<Record<string, keyof typeof ERRORS>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
}

/** What is no HTTP never becomes a request: it is answered on the bare socket. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const code = CLIENT_ERRORS[error.code ?? ''] ?? 'bad-request'
  const { status, text } = ERRORS[code]
  const body = JSON.stringify(problemBody({ status, code, message: text }, requestId))
  socket.end(
    `HTTP/1.1 ${status} ${code}\r\ncontent-type: application/json; charset=utf-8\r\nx-request-id: ${requestId}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
