import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isPostmasterOf } from './alive.ts'
import { ClusterProblem } from './cluster-problem.ts'
import { type ClusterPlace, giveTo } from './cluster-place.ts'

export interface Postmaster {
  readonly pid: number
  readonly port: number
}

export interface StartOptions {
  /** Tried first: a server that comes back keeps its address. */
  readonly port?: number
  /** false only for throw-away test clusters. */
  readonly durable: boolean
}

const TRIES = 20
const READY_MS = 60_000
const POLL_MS = 20
// Above every kernel's pid_max.
const NO_PID = '999999999'

/** The living postmaster of this cluster, or null; `isReady` once it takes connections. */
export function findPostmaster(cluster: string): (Postmaster & { readonly isReady: boolean }) | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!isPostmasterOf(pid, cluster)) return null
    return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' }
  } catch {
    return null
  }
}

export async function startPostmaster(place: ClusterPlace, options: StartOptions): Promise<Postmaster> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = tried === 0 && options.port ? options.port : randomInt(20_000, 32_000)
    const started = await startOn(place, port, options)
    if (started.kind === 'ready') return started.postmaster
    if (!isPassing(started.log)) throw new ClusterProblem('start-failed', lastFatal(started.log, place))
    // Backends of a killed postmaster need a moment to notice that it is gone.
    if (started.log.includes('shared memory')) await sleep(200)
  }
  throw new ClusterProblem('start-failed', `PostgreSQL does not start, see ${place.log}`)
}

type Started = { kind: 'ready'; postmaster: Postmaster } | { kind: 'ended'; log: string }

async function startOn(place: ClusterPlace, port: number, options: StartOptions): Promise<Started> {
  forgetDead(place.cluster)
  const log = openSync(place.log, 'w', 0o600)
  giveTo(place, place.log)
  // A session of its own: Ctrl-C in the terminal must reach the server first, which then stops the database in good order.
  const child = spawn(join(place.bin, 'postgres'), ['-D', place.cluster, ...settings(port, options)], {
    ...place.runAs,
    cwd: place.cluster,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  let isGone = false
  child.on('exit', () => {
    isGone = true
  })
  child.on('error', () => {
    isGone = true
  })
  for (let waitedMs = 0; waitedMs < READY_MS && !isGone; waitedMs += POLL_MS) {
    const found = findPostmaster(place.cluster)
    if (found?.isReady && found.pid === child.pid) return { kind: 'ready', postmaster: { pid: found.pid, port } }
    await sleep(POLL_MS)
  }
  return { kind: 'ended', log: readFileSync(place.log, 'utf8') }
}

/**
 * PostgreSQL refuses to start while the number in its old file belongs to anybody: a stranger by now, or its own zombie
 * that nobody collects in a container. findPostmaster knows better. Only the number is put out of use: the rest of the
 * file lets PostgreSQL see whether old backends still hold the shared memory.
 */
function forgetDead(cluster: string): void {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return
  const [, ...rest] = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, [NO_PID, ...rest].join('\n'))
}

function settings(port: number, options: StartOptions): string[] {
  const always = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'jit=off',
    'max_connections=120',
    'shared_buffers=256MB',
    'max_wal_size=2GB',
    'password_encryption=scram-sha-256',
  ]
  const sync = options.durable ? ['fsync=on', 'synchronous_commit=on'] : ['fsync=off', 'full_page_writes=off']
  return [...always, ...sync].flatMap((setting) => ['-c', setting])
}

const isPassing = (log: string): boolean => /Address already in use|could not bind|shared memory block/.test(log)

function lastFatal(log: string, place: ClusterPlace): string {
  const line = log.split('\n').findLast((text) => /FATAL|PANIC|error/.test(text))
  return `PostgreSQL does not start: ${line?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? 'no reason given'} (log: ${place.log})`
}

const FAST_MS = 20_000

/** Fast shutdown: open transactions are rolled back, everything committed is on the disk. */
export async function stopPostmaster(cluster: string): Promise<void> {
  const found = findPostmaster(cluster)
  if (!found) return
  process.kill(found.pid, 'SIGINT')
  for (let waitedMs = 0; isPostmasterOf(found.pid, cluster); waitedMs += POLL_MS) {
    if (waitedMs === FAST_MS) process.kill(found.pid, 'SIGQUIT')
    await sleep(POLL_MS)
  }
}
