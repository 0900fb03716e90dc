import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ClusterProblem } from './cluster-problem.ts'
import { nativeFolder } from './native-folder.ts'

export interface RunAs {
  readonly uid: number
  readonly gid: number
}

export interface ClusterPlace {
  /** `<dataDir>/postgres`: port file, password, lock and users. */
  readonly control: string
  /** The PostgreSQL data folder. */
  readonly cluster: string
  readonly log: string
  readonly bin: string
  /** The user that PostgreSQL runs as when we are root, which it refuses to be. */
  readonly runAs: RunAs | null
}

const ROOT_HOME = '/var/lib/xiaoer'

export function clusterPlace(dataDir: string, onProgress: (line: string) => void): ClusterPlace {
  const control = join(dataDir, 'postgres')
  const runAs = process.getuid?.() === 0 ? ordinaryUser(control) : null
  makeFolder(control, runAs ? 0o755 : 0o700)
  if (!runAs) return { ...placeIn(control, control, null), bin: join(nativeFolder(), 'bin') }
  const home =
    existsSync(join(control, 'cluster')) || canEnter(runAs, control) ? control : awayHome(dataDir, runAs, onProgress)
  return { ...placeIn(control, home, runAs), bin: join(enterableNative(home, runAs, onProgress), 'bin') }
}

const placeIn = (control: string, home: string, runAs: RunAs | null) => ({
  control,
  cluster: join(home, 'cluster'),
  log: join(home, 'server.log'),
  runAs,
})

function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, { recursive: true })
    chmodSync(path, mode)
  } catch (error) {
    throw new ClusterProblem('not-writable', `cannot write ${path}: make it yours, or set DATA_DIR`, { cause: error })
  }
}

/** The owner of a cluster that exists, else `postgres`, else `nobody`. */
function ordinaryUser(control: string): RunAs {
  const cluster = join(control, 'cluster')
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster)
    if (uid !== 0) return { uid, gid }
  }
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new ClusterProblem(
    'no-user',
    'PostgreSQL refuses root and there is no user postgres or nobody: start as an ordinary user',
  )
}

const canEnter = (runAs: RunAs, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...runAs, cwd: '/' }).status === 0

function awayHome(dataDir: string, runAs: RunAs, onProgress: (line: string) => void): string {
  const home = join(ROOT_HOME, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  makeFolder(ROOT_HOME, 0o755)
  makeFolder(home, 0o755)
  if (!canEnter(runAs, home)) throw new ClusterProblem('no-user', `user ${runAs.uid} cannot enter ${home}`)
  onProgress(`database files live in ${home}: PostgreSQL does not run as root, and its user cannot enter ${dataDir}`)
  return home
}

/** The npm package itself where the other user can run it, else a copy beside the cluster. */
function enterableNative(home: string, runAs: RunAs, onProgress: (line: string) => void): string {
  const native = nativeFolder()
  if (canRun(runAs, native)) return native
  const copy = join(home, `native-${versionOf(native)}`)
  if (canRun(runAs, copy)) return copy
  onProgress(`copying the PostgreSQL programs to ${copy}`)
  const draft = `${copy}.${process.pid}`
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  spawnSync('chmod', ['-R', 'a+rX', draft])
  rmSync(copy, { recursive: true, force: true })
  renameSync(draft, copy)
  if (!canRun(runAs, copy))
    throw new ClusterProblem('start-failed', `user ${runAs.uid} cannot run ${copy}/bin/postgres`)
  return copy
}

// A copy of another version must not run on: the package was renewed since.
const versionOf = (native: string): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(native, '../package.json'), 'utf8'))).version

const canRun = (runAs: RunAs, native: string): boolean =>
  spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...runAs, cwd: '/' }).status === 0

export function giveTo(place: ClusterPlace, path: string): void {
  if (place.runAs) chownSync(path, place.runAs.uid, place.runAs.gid)
}
