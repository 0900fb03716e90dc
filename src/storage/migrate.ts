import pg from 'pg'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { MigrationProblem } from './migration-problem.ts'
import { type MigrationFile, readMigrations } from './read-migrations.ts'

export interface MigrateOptions {
  /** Connects as the owner of the database, not as xiaoer_app. */
  readonly url: string
  readonly onStep?: (step: MigrationStep) => void
  readonly clock?: Clock
  /** Another folder of migrations: tests. */
  readonly folder?: string
  /** Stop at this version: a backup is restored at its own. */
  readonly upTo?: number
}

export type MigrationStep =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'applying'; readonly number: number; readonly name: string }
  | { readonly kind: 'done'; readonly applied: number; readonly version: number }

interface AppliedRow {
  number: number
  name: string
  checksum: string
}

// Any number will do as long as no other program that shares the server takes it.
const LOCK = 7_300_001
const OLDEST_SERVER = 150_000

/**
 * Brings the database to the version of the code: forward only, one transaction a file, one process at a time.
 * Killed in the middle, the next run goes on where the last commit stands. Throws MigrationProblem.
 */
export async function migrate(options: MigrateOptions): Promise<{ version: number; applied: number }> {
  const files = readMigrations(options.folder).slice(0, options.upTo)
  const client = new pg.Client({ connectionString: options.url, application_name: 'xiaoer migrate' })
  // The failure of the running statement says more than the lost connection does.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await refuseOldServer(client)
    await takeLock(client, options)
    return await applyPending(client, files, options)
  } finally {
    // Ends the session, and the lock with it.
    await client.end()
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
  const version = Number(rows[0]?.server_version_num)
  if (version < OLDEST_SERVER) throw new MigrationProblem('server-too-old', 'PostgreSQL 15 or newer is needed')
}

async function takeLock(client: pg.Client, options: MigrateOptions): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [LOCK])
  if (rows[0]?.taken) return
  options.onStep?.({ kind: 'waiting' })
  await client.query('select pg_advisory_lock($1)', [LOCK])
}

async function applyPending(client: pg.Client, files: readonly MigrationFile[], options: MigrateOptions) {
  await client.query(
    'create table if not exists migration (number int primary key, name text not null, checksum text not null, applied_at bigint not null)',
  )
  const { rows } = await client.query<AppliedRow>('select number, name, checksum from migration order by number')
  const pending = pendingAfter(rows, files)
  for (const file of pending) {
    options.onStep?.({ kind: 'applying', number: file.number, name: file.name })
    await applyOne(client, file, (options.clock ?? systemClock).now())
  }
  const version = files.at(-1)?.number ?? 0
  options.onStep?.({ kind: 'done', applied: pending.length, version })
  return { version, applied: pending.length }
}

/** The files that still have to run; throws when what was run is not what the code holds. */
export function pendingAfter(
  applied: readonly AppliedRow[],
  files: readonly MigrationFile[],
): readonly MigrationFile[] {
  const newest = applied.at(-1)
  if (newest && newest.number > files.length) {
    const text = `the database is at version ${newest.number} (${newest.name}), this code knows ${files.length}`
    throw new MigrationProblem('database-newer', text)
  }
  for (const row of applied) {
    const file = files[row.number - 1]
    if (file?.checksum !== row.checksum) {
      throw new MigrationProblem('changed', `migration ${row.name} is not the one that this database ran`)
    }
  }
  return files.slice(applied.length)
}

async function applyOne(client: pg.Client, file: MigrationFile, at: number): Promise<void> {
  await client.query('begin')
  try {
    await client.query(file.text)
    await client.query('insert into migration (number, name, checksum, applied_at) values ($1, $2, $3, $4)', [
      file.number,
      file.name,
      file.checksum,
      at,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw new MigrationProblem('failed', `migration ${file.name}: ${reasonOf(error)}`, { cause: error })
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
