import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf, isIdentityAlive } from './alive.ts'

/** Who uses the cluster: one file a process. The last one to leave stops it; a killed one does not count. */
export function joinUsers(control: string): void {
  const folder = join(control, 'users')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, ownName()), '')
}

/** True when nobody else uses the cluster. */
export function leaveUsers(control: string): boolean {
  const folder = join(control, 'users')
  rmSync(join(folder, ownName()), { force: true })
  const others = readdirSync(folder).filter((name) => {
    if (isIdentityAlive(name)) return true
    rmSync(join(folder, name), { force: true })
    return false
  })
  return others.length === 0
}

const ownName = (): string => identityOf(process.pid) ?? String(process.pid)
