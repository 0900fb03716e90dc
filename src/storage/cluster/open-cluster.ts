import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ClusterPlace, clusterPlace } from './cluster-place.ts'
import { joinUsers, leaveUsers } from './cluster-users.ts'
import { ensureDatabase } from './ensure-database.ts'
import { initCluster, passwordFile, readPassword } from './init-cluster.ts'
import { withLockFile } from './lock-file.ts'
import { findPostmaster, type Postmaster, startPostmaster, stopPostmaster } from './postmaster.ts'

export interface ClusterOptions {
  readonly dataDir: string
  readonly onProgress?: (line: string) => void
  /** The long-running server sets it: a database that was killed is started again on the same port. */
  readonly keepsAlive?: boolean
  /** false only for throw-away test clusters: no fsync. */
  readonly durable?: boolean
}

export interface Cluster {
  /** The owner's URL of a database that exists. */
  urlFor(database: string): string
  /** Creates the database when it is not there; gives its URL. */
  ensureDatabase(name: string): Promise<string>
  /** True when the cluster was made by this call. */
  readonly created: boolean
  /** True when it was running already. */
  readonly attached: boolean
  /** Leaves; the last user stops the server. */
  stop(): Promise<void>
}

const WATCH_MS = 500

/** The PostgreSQL that npm brings, on `<dataDir>/postgres`: made when absent, started when down, joined when up. Throws ClusterProblem. */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const onProgress = options.onProgress ?? (() => undefined)
  const place = clusterPlace(resolve(options.dataDir), onProgress)
  const durable = options.durable ?? true
  const inLock = <Value>(work: () => Promise<Value>) =>
    withLockFile(join(place.control, 'lock'), work, () => onProgress('waiting for another start on this folder'))
  const opened = await inLock(() => bringUp(place, durable, onProgress))
  const password = readPassword(place)
  const urlFor = (database: string) => `postgresql://xiaoer:${password}@127.0.0.1:${opened.postmaster.port}/${database}`
  const revive = () => inLock(() => ensureRunning(place, { durable, port: opened.postmaster.port }))
  const stopWatch = options.keepsAlive ? watch(place, revive, onProgress) : () => undefined
  return {
    urlFor,
    ensureDatabase: (name) => ensureDatabase(urlFor, name),
    created: opened.created,
    attached: opened.attached,
    stop: () => {
      stopWatch()
      return inLock(() => leave(place))
    },
  }
}

async function bringUp(place: ClusterPlace, durable: boolean, onProgress: (line: string) => void) {
  if (!existsSync(place.cluster)) onProgress('making the database (once, some seconds)')
  const created = await initCluster(place, durable)
  const { postmaster, attached } = await ensureRunning(place, { durable })
  joinUsers(place.control)
  return { created, attached, postmaster }
}

async function ensureRunning(place: ClusterPlace, options: { durable: boolean; port?: number }) {
  const found = findPostmaster(place.cluster)
  if (found?.isReady) {
    writePortFile(place, found)
    return { postmaster: found, attached: true }
  }
  // Half up or half down without a lock holder: whoever started it was killed meanwhile.
  if (found) await stopPostmaster(place.cluster)
  const postmaster = await startPostmaster(place, options)
  writePortFile(place, postmaster)
  return { postmaster, attached: false }
}

function writePortFile(place: ClusterPlace, postmaster: Postmaster): void {
  const text = JSON.stringify({ ...postmaster, password: passwordFile(place), cluster: place.cluster })
  writeFileSync(join(place.control, 'port.json'), text, { mode: 0o600 })
}

function watch(place: ClusterPlace, revive: () => Promise<unknown>, onProgress: (line: string) => void): () => void {
  let busy = false
  const timer = setInterval(() => {
    if (busy || findPostmaster(place.cluster)) return
    busy = true
    onProgress('the database server is gone: starting it again')
    revive()
      .catch((error) => onProgress(`the database does not start again: ${String(error)}`))
      .finally(() => {
        busy = false
      })
  }, WATCH_MS)
  timer.unref()
  return () => clearInterval(timer)
}

async function leave(place: ClusterPlace): Promise<void> {
  if (!leaveUsers(place.control)) return
  await stopPostmaster(place.cluster)
  rmSync(join(place.control, 'port.json'), { force: true })
}
