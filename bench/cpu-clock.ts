import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100
const US_PER_TICK = 1e6 / TICKS_PER_SECOND

/** CPU time that a process has used so far with all its threads, in µs (clock ticks of 10 ms). */
export function cpuOf(pid: number): number {
  const fields = statOf(pid)
  return fields ? ticks(fields, [11, 12]) * US_PER_TICK : 0
}

/** CPU time of a whole PostgreSQL: the postmaster, the backends that live, and those that have ended. */
export function cpuOfServer(postmasterPid: number): number {
  const own = statOf(postmasterPid)
  const ended = own ? ticks(own, [11, 12, 13, 14]) : 0
  const living = childrenOf(postmasterPid).reduce((sum, fields) => sum + ticks(fields, [11, 12]), 0)
  return (ended + living) * US_PER_TICK
}

/** Resident memory of a process in bytes. */
export function memoryOf(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}

export const loadAverage = (): string => readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')

/** Backends are direct children of the postmaster. */
export function childPids(parentPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.[1] === String(parentPid))
}

const childrenOf = (parentPid: number): string[][] =>
  childPids(parentPid).flatMap((pid) => {
    const fields = statOf(pid)
    return fields ? [fields] : []
  })

const ticks = (fields: readonly string[], places: readonly number[]): number =>
  places.reduce((sum, place) => sum + Number(fields[place] ?? 0), 0)

/** The fields of /proc/<pid>/stat from the state on; the name before it may hold blanks. Null: the process is gone. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It ended between two looks.
    return null
  }
}
