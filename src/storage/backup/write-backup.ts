import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { type Clock, toIso } from '../../kernel/clock.ts'
import { BackupProblem } from './backup-problem.ts'
import { connectOwner, refuseStrangers } from './connect-owner.ts'
import { copyOut } from './copy-streams.ts'
import type { Manifest, TableRecord } from './manifest.ts'
import { createMeasure } from './measure.ts'
import { readManifest } from './read-manifest.ts'
import { listTables, type TablePlan } from './table-list.ts'

export interface BackupOptions {
  /** The owner's URL. */
  readonly url: string
  /** A folder that is not there yet, or empty. */
  readonly to: string
  readonly clock: Clock
  readonly onTable?: (table: TableRecord) => void
}

/** Writes one consistent state of the whole database, while it is used. Killed in the middle it leaves no folder that looks whole. */
export async function writeBackup(options: BackupOptions): Promise<Manifest> {
  if (existsSync(options.to) && readdirSync(options.to).length > 0) {
    throw new BackupProblem('target-exists', `${options.to} is not empty: name a new folder`)
  }
  const draft = `${options.to}.partial`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  const client = await connectOwner(options.url)
  try {
    const written = await writeTables(client, draft, options)
    writeFileSync(join(draft, 'manifest.json'), `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 })
  } finally {
    await client.end()
  }
  rmSync(options.to, { recursive: true, force: true })
  renameSync(draft, options.to)
  return readManifest(options.to)
}

async function writeTables(client: pg.Client, draft: string, options: BackupOptions): Promise<Manifest> {
  await client.query('begin isolation level repeatable read, read only')
  await refuseStrangers(client)
  const migrations = await client.query<Manifest['migrations'][number]>(
    'select number, name, checksum from migration order by number',
  )
  const server = await client.query<{ server_version: string }>('show server_version')
  const tables: TableRecord[] = []
  for (const table of await listTables(client)) {
    const record = await writeTable(client, draft, table)
    options.onTable?.(record)
    tables.push(record)
  }
  await client.query('commit')
  return {
    format: 1,
    product: 'xiaoer',
    writtenAt: toIso(options.clock.now()),
    migrations: migrations.rows,
    server: server.rows[0]?.server_version ?? '',
    tables,
  }
}

async function writeTable(client: pg.Client, draft: string, table: TablePlan): Promise<TableRecord> {
  const file = `${table.name}.copy.gz`
  const measure = createMeasure()
  const target = createWriteStream(join(draft, file), { mode: 0o600, flush: true })
  await pipeline(copyOut(client, table.copyOut), measure.stream, createGzip({ level: 3 }), target)
  return { name: table.name, file, columns: [...table.columns], ...measure.result() }
}
