import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../../kernel/clock.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { newUuid } from '../../kernel/ids.ts'
import type { Authenticator } from '../../staff/index.ts'
import { problemBody, problemOf } from '../problem-of.ts'
import { createRateLimit } from '../rate-limit.ts'
import { addressOf, createKeyDoor } from './admit-upgrade.ts'
import { serveClient } from './client.ts'
import type { Gateway } from './gateway.ts'
import type { Admitted, SocketDoor } from './socket-door.ts'

export interface SocketServerOptions {
  readonly gateway: Gateway
  readonly authenticator: Authenticator
  readonly clock: Clock
  /** Connections a minute and address; 0 = no limit. */
  readonly ratePerMinute: number
  readonly onError: (error: unknown) => void
  readonly heartbeatMs?: number
  readonly maxSockets?: number
  /** Beside the one for API keys at `/api/v1/ws`. */
  readonly doors?: readonly SocketDoor[]
}

export interface SocketServer {
  /** Listens to the server's `upgrade`. */
  attach(server: Server): void
  readonly size: number
  /** Tells every client to come back later, and forgets them. */
  close(): Promise<void>
}

/** A hundred messages of the longest text. */
const MAX_FRAME_BYTES = 2 * 1024 * 1024
const REVOKED = 1008
const RESTARTING = 1012

interface Life extends Admitted {
  isAlive: boolean
}

/** The WebSocket gateway: framed messages in, acks and stored messages out. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const living = new Map<WebSocket, Life>()
  const door = { isClosing: false }
  const upgrade = createUpgrade(options, living, door)
  const beat = setInterval(() => {
    for (const [socket, life] of living) void checkLife(socket, life, options)
  }, options.heartbeatMs ?? 30_000)
  beat.unref()
  return {
    attach(server) {
      server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        stream.on('error', () => stream.destroy())
        upgrade(request, stream, head).catch((error: unknown) => refuse(stream, error, options))
      })
    },
    get size() {
      return living.size
    },
    async close() {
      door.isClosing = true
      clearInterval(beat)
      await sendAway([...living.keys()])
    },
  }
}

function createUpgrade(
  options: SocketServerOptions,
  living: Map<WebSocket, Life>,
  door: { readonly isClosing: boolean },
) {
  const limits = { noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false, clientTracking: false }
  const sockets = new WebSocketServer(limits)
  const rateLimit = createRateLimit(options.ratePerMinute)
  const now = () => options.clock.now()
  const doors = [createKeyDoor(options), ...(options.doors ?? [])]
  const welcome = (socket: WebSocket, admitted: Admitted): void => {
    const life = { ...admitted, isAlive: true }
    living.set(socket, life)
    socket.on('pong', () => (life.isAlive = true))
    socket.on('close', () => living.delete(socket))
    serveClient({ ...admitted, socket, now, onError: options.onError })
  }
  return async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    const { pathname } = addressOf(request)
    const entered = doors.find(({ path }) => path === pathname)
    if (!entered) throw notFound()
    const isFull = living.size >= (options.maxSockets ?? 20_000)
    if (door.isClosing || isFull) throw new XiaoerError({ code: 'overloaded', retryAfterS: 1 })
    const retryAfterS = rateLimit.take(`address ${request.socket.remoteAddress ?? ''}`, now())
    if (retryAfterS > 0) throw new XiaoerError({ code: 'too-many-requests', retryAfterS })
    const admitted = await entered.admit(request)
    sockets.handleUpgrade(request, stream, head, (socket) => welcome(socket, admitted))
  }
}

async function sendAway(sockets: readonly WebSocket[]): Promise<void> {
  const gone = sockets.map((socket) => new Promise((settle) => socket.once('close', settle)))
  for (const socket of sockets) socket.close(RESTARTING, 'restarting: resume with afterSeq')
  const patience = setTimeout(() => {
    for (const socket of sockets) socket.terminate()
  }, 1000)
  await Promise.all(gone)
  clearTimeout(patience)
}

/** No pong since the last ping: gone. A key that was revoked meanwhile, or an account switched off: no longer welcome. */
async function checkLife(socket: WebSocket, life: Life, options: SocketServerOptions): Promise<void> {
  if (!life.isAlive) return socket.terminate()
  life.isAlive = false
  socket.ping()
  try {
    if (!(await life.isWelcome())) socket.close(REVOKED, 'no longer allowed')
  } catch (error) {
    options.onError(error)
  }
}

/** Before the upgrade we still speak HTTP: the same words as everywhere. */
function refuse(stream: Duplex, error: unknown, options: SocketServerOptions): void {
  const problem = problemOf(error)
  if (problem.code === 'internal') options.onError(error)
  const body = JSON.stringify(problemBody(problem, newUuid(options.clock.now())))
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    ...(problem.retryAfterS === undefined ? [] : [`retry-after: ${problem.retryAfterS}`]),
  ]
  stream.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
