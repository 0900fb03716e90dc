import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import type { Target } from './target.ts'

/** One open connection; at most one request is under way on it. */
export interface Connection {
  readonly socket: Socket
  /** False until the other side can get anything at all. */
  isOpen: boolean
  /** Requests that it has carried before. */
  uses: number
  /** Who hears what comes in; null while it is free. */
  listener: ConnectionListener | null
}

export interface ConnectionListener {
  data(bytes: Buffer): void
  closed(error: (Error & { readonly code?: string }) | null): void
}

/** Kept connections by host and port, at most `perHost` each; who finds none free waits his turn. */
export interface ConnectionPool {
  /** Calls back at once where a connection is free or may be opened. Returns how to stop waiting. */
  take(target: Target, use: (connection: Connection) => void): () => void
  /** `keeps` false: it is closed. */
  give(target: Target, connection: Connection, keeps: boolean): void
  close(): void
}

interface Host {
  readonly free: Connection[]
  readonly waiting: ((connection: Connection) => void)[]
  readonly all: Set<Connection>
}

/** Servers close idle connections after 5 s (Node) to 75 s (nginx); ours go first where nobody is in a hurry. */
const IDLE_MS = 30_000

export function createConnectionPool(perHost: number): ConnectionPool {
  const hosts: Hosts = new Map()
  return {
    take(target, use) {
      const host = hostOf(hosts, target)
      const free = takeFree(host)
      if (free) use(free)
      else if (host.all.size < perHost) use(open(target, hosts))
      else {
        host.waiting.push(use)
        return () => remove(host.waiting, use)
      }
      return () => undefined
    },
    give(target, connection, keeps) {
      connection.listener = null
      connection.uses += 1
      if (!keeps || connection.socket.destroyed) return void connection.socket.destroy()
      const host = hostOf(hosts, target)
      const next = host.waiting.shift()
      if (next) next(connection)
      else host.free.push(connection)
    },
    close() {
      for (const host of hosts.values()) for (const connection of host.all) connection.socket.destroy()
      hosts.clear()
    },
  }
}

type Hosts = Map<string, Host>

function open(target: Target, hosts: Hosts): Connection {
  const host = hostOf(hosts, target)
  const connection = openConnection(target)
  host.all.add(connection)
  connection.socket.once('close', () => {
    host.all.delete(connection)
    remove(host.free, connection)
    const next = host.waiting.shift()
    if (next) next(open(target, hosts))
    else if (host.all.size === 0 && hosts.get(keyOf(target)) === host) hosts.delete(keyOf(target))
  })
  return connection
}

const keyOf = (target: Target): string => target.url.origin

function hostOf(hosts: Hosts, target: Target): Host {
  const key = keyOf(target)
  const host = hosts.get(key) ?? { free: [], waiting: [], all: new Set() }
  hosts.set(key, host)
  return host
}

/** The one that was used last is the likeliest to be open still. */
function takeFree(host: Host): Connection | null {
  for (let found = host.free.pop(); found; found = host.free.pop()) {
    if (!found.socket.destroyed && found.socket.writable && !found.socket.readableEnded) return found
    found.socket.destroy()
  }
  return null
}

function remove<Item>(list: Item[], item: Item): void {
  const at = list.indexOf(item)
  if (at >= 0) list.splice(at, 1)
}

function openConnection(target: Target): Connection {
  const { host, port, lookup } = target
  const socket = target.secure
    ? connectSecure({ host, port, lookup, ...(isIP(host) ? {} : { servername: host }) })
    : connectPlain({ host, port, lookup })
  socket.setNoDelay(true)
  const connection: Connection = { socket, isOpen: false, uses: 0, listener: null }
  let problem: Error | null = null
  socket.once(target.secure ? 'secureConnect' : 'connect', () => (connection.isOpen = true))
  socket.on('data', (bytes: Buffer) => {
    // Nobody asked: a connection that speaks out of turn is of no use.
    if (connection.listener) connection.listener.data(bytes)
    else socket.destroy()
  })
  socket.on('error', (error) => (problem = error))
  socket.once('end', () => {
    connection.listener?.closed(null)
    socket.destroy()
  })
  socket.once('close', () => connection.listener?.closed(problem))
  socket.setTimeout(IDLE_MS, () => {
    if (!connection.listener) socket.destroy()
  })
  return connection
}
