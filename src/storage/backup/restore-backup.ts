import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { migrate } from '../migrate.ts'
import { readMigrations } from '../read-migrations.ts'
import { BackupProblem } from './backup-problem.ts'
import { connectOwner, refuseStrangers } from './connect-owner.ts'
import { copyIn } from './copy-streams.ts'
import type { Manifest, TableRecord } from './manifest.ts'
import { createMeasure } from './measure.ts'
import { measureTable } from './measure-tables.ts'
import { readManifest } from './read-manifest.ts'
import { listTables, type TablePlan } from './table-list.ts'

export interface RestoreOptions {
  /** The owner's URL of a database that is empty, migrated or not. */
  readonly url: string
  readonly from: string
  readonly onTable?: (table: TableRecord) => void
}

/**
 * Brings the database to the backup's version, fills it in one transaction, compares every count and hash with what then
 * stands in it, and migrates on to the version of the code. All or nothing: a backup that is damaged leaves it empty.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const backup = readManifest(options.from)
  refuseOtherVersion(backup)
  await migrate({ url: options.url, upTo: backup.migrations.length })
  const client = await connectOwner(options.url)
  try {
    await client.query('begin')
    await refuseStrangers(client)
    await fill(client, backup, options)
    await client.query('commit')
  } finally {
    await client.end()
  }
  await migrate({ url: options.url })
  return backup
}

function refuseOtherVersion(backup: Manifest): void {
  const files = readMigrations()
  if (backup.migrations.length > files.length) {
    throw new BackupProblem(
      'other-version',
      `the backup is of database version ${backup.migrations.length}, this code knows ${files.length}: update Xiaoer first`,
    )
  }
  for (const [index, { name, checksum }] of backup.migrations.entries()) {
    if (files[index]?.checksum !== checksum) {
      throw new BackupProblem('other-version', `migration ${name} of the backup is not the one of this code`)
    }
  }
}

async function fill(client: pg.Client, backup: Manifest, options: RestoreOptions): Promise<void> {
  const plans = new Map((await listTables(client)).map((plan) => [plan.name, plan]))
  await refuseRows(client, [...plans.values()])
  for (const record of backup.tables) {
    const plan = plans.get(record.name)
    if (!plan || plan.columns.join() !== record.columns.join()) {
      throw new BackupProblem('damaged', `table ${record.name} of the backup does not fit its version`)
    }
    await loadTable(client, { plan, record, from: options.from })
    options.onTable?.(record)
  }
  await compare(client, backup, plans)
  await moveSequences(client)
}

async function refuseRows(client: pg.Client, plans: readonly TablePlan[]): Promise<void> {
  for (const { name } of plans) {
    const found = await client.query(`select from ${pg.escapeIdentifier(name)} limit 1`)
    if (found.rowCount !== 0)
      throw new BackupProblem('not-empty', `the target is not empty (${name}): restore into a new database`)
  }
}

interface Load {
  readonly plan: TablePlan
  readonly record: TableRecord
  readonly from: string
}

async function loadTable(client: pg.Client, { plan, record, from }: Load): Promise<void> {
  const table = pg.escapeIdentifier(plan.name)
  const forced = await client.query('select from pg_class where oid = $1::regclass and relforcerowsecurity', [table])
  const isForced = forced.rowCount !== 0
  // COPY does not load under row-level security; the owner stands outside it while it is not forced.
  if (isForced) await client.query(`alter table ${table} no force row level security`)
  const measure = createMeasure()
  const read = pipeline(createReadStream(join(from, record.file)), createGunzip(), measure.stream)
  const copied = copyIn(client, plan.copyIn, measure.stream)
  const [reading, copying] = await Promise.allSettled([read, copied])
  for (const step of [reading, copying]) {
    if (step.status === 'rejected') throw damaged(record, step.reason)
  }
  const { rows, sha256 } = measure.result()
  if (rows !== record.rows || sha256 !== record.sha256) throw damaged(record, 'count or hash differ')
  if (isForced) await client.query(`alter table ${table} force row level security`)
}

const damaged = (record: TableRecord, reason: unknown) =>
  new BackupProblem('damaged', `${record.file}: ${reason instanceof Error ? reason.message : String(reason)}`, {
    cause: reason,
  })

/** What stands in the database now, read again, against what was written then. */
async function compare(client: pg.Client, backup: Manifest, plans: ReadonlyMap<string, TablePlan>): Promise<void> {
  for (const record of backup.tables) {
    const plan = plans.get(record.name)
    if (!plan) continue
    const { rows, sha256 } = await measureTable(client, plan)
    if (rows !== record.rows || sha256 !== record.sha256) {
      throw new BackupProblem('damaged', `${record.name} reads back differently: ${rows} rows of ${record.rows}`)
    }
  }
}

const IDENTITIES = `
  select table_name, column_name from information_schema.columns
  where table_schema = current_schema() and is_identity = 'YES'`

async function moveSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table_name: string; column_name: string }>(IDENTITIES)
  for (const { table_name, column_name } of rows) {
    const [table, column] = [pg.escapeIdentifier(table_name), pg.escapeIdentifier(column_name)]
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${column}), 0) + 1, false) from ${table}`,
      [table, column_name],
    )
  }
}
