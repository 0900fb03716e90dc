import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Names a running process beyond its number, so that a number used again is not taken for it. Null when it is gone. */
export function identityOf(pid: number): string | null {
  if (!isRunning(pid)) return null
  return `${pid}:${startOf(pid)}`
}

export const isIdentityAlive = (identity: string): boolean => identityOf(Number.parseInt(identity, 10)) === identity

/** Whether the process with this number is a postmaster on this cluster folder. */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  return isRunning(pid) && commandLine(pid).includes(cluster)
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, under another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return !isZombie(pid)
}

/** A killed child stays in the table until its parent looks: it holds nothing any more. */
function isZombie(pid: number): boolean {
  return statOf(pid)?.[0] === 'Z'
}

function startOf(pid: number): string {
  return statOf(pid)?.[19] ?? ''
}

/** The fields of /proc/<pid>/stat from the state on; the name before it may hold blanks. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    } catch {
      return ''
    }
  }
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout
}
