import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openCluster } from '../src/storage/cluster/open-cluster.ts'
import { migrate } from '../src/storage/migrate.ts'
import { readMigrations } from '../src/storage/read-migrations.ts'

export interface TestServer {
  readonly url: string
  readonly template: string
  readonly close: () => Promise<void>
}

const LOCK = 7_300_002
const STALE_AFTER_MS = 2 * 3_600_000

export async function openTestServer(given: string | undefined): Promise<TestServer> {
  if (given) return { url: given, template: await ensureTemplate(given), close: async () => undefined }
  const dataDir = mkdtempSync(join(tmpdir(), 'xiaoer-test-'))
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  chmodSync(dataDir, 0o755)
  const cluster = await openCluster({ dataDir, durable: false })
  const url = cluster.urlFor('postgres')
  const close = async () => {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { url, template: await ensureTemplate(url), close }
}

/** The template bears the hash of the migrations: a server that several runs share makes it once. */
async function ensureTemplate(url: string): Promise<string> {
  const template = `xiaoer_template_${migrationsHash()}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await dropStale(client)
    const found = await client.query('select from pg_database where datname = $1', [template])
    if (found.rowCount === 0) await makeTemplate(client, url, template)
    return template
  } finally {
    await client.end()
  }
}

async function makeTemplate(client: pg.Client, url: string, template: string): Promise<void> {
  const draft = `${template}_draft`
  await client.query(`drop database if exists ${draft} with (force)`)
  await client.query(`create database ${draft} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`)
  await migrate({ url: withDatabase(url, draft) })
  // Renamed when finished: a killed run leaves no half template under the good name.
  await client.query(`alter database ${draft} rename to ${template}`)
}

/** Databases of runs that were killed: their names hold the time of making. */
async function dropStale(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where datname like 'xiaoer\\_t\\_%'",
  )
  for (const { datname } of rows) {
    const madeAt = Number.parseInt(datname.split('_')[2] ?? '', 36)
    if (Date.now() - madeAt > STALE_AFTER_MS) await client.query(`drop database if exists ${datname} with (force)`)
  }
}

const migrationsHash = (): string =>
  createHash('sha256')
    .update(
      readMigrations()
        .map((file) => file.checksum)
        .join(),
    )
    .digest('hex')
    .slice(0, 12)

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
