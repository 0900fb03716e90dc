import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { identityOf, isIdentityAlive } from './alive.ts'

const POLL_MS = 50

/** Runs `work` while no other process is inside. A lock whose holder has died is taken over. */
export async function withLockFile<Value>(
  path: string,
  work: () => Promise<Value>,
  onWait?: () => void,
): Promise<Value> {
  let waited = false
  while (!take(path)) {
    if (!waited) onWait?.()
    waited = true
    if (!breakStale(path)) await sleep(POLL_MS)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

// Written aside and linked: a lock is never seen without its holder's name.
function take(path: string): boolean {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, identityOf(process.pid) ?? '', { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function breakStale(path: string): boolean {
  const holder = read(path)
  if (holder === null) return true
  if (isIdentityAlive(holder)) return false
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    // Somebody else broke it first.
    return true
  }
  // Between the look and the rename a live process may have taken the lock: it gets it back.
  const moved = read(aside)
  if (moved !== null && isIdentityAlive(moved)) linkSync(aside, path)
  rmSync(aside, { force: true })
  return true
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
