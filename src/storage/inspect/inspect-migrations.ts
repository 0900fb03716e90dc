import pg from 'pg'
import { pendingAfter } from '../migrate.ts'
import { readMigrations } from '../read-migrations.ts'

export interface DatabaseState {
  /** `15.18 (Debian …)`. */
  readonly server: string
  /** Migrations that the code has and the database has not; null when it was never migrated. */
  readonly pending: number | null
  readonly version: number
}

/** Reads, changes nothing. Throws MigrationProblem when the database is newer or was changed. */
export async function inspectMigrations(url: string): Promise<DatabaseState> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const server = await client.query<{ server_version: string }>('show server_version')
    const found = await client.query<{ there: boolean }>("select to_regclass('migration') is not null as there")
    const name = server.rows[0]?.server_version ?? ''
    if (!found.rows[0]?.there) return { server: name, pending: null, version: 0 }
    const applied = await client.query<{ number: number; name: string; checksum: string }>(
      'select number, name, checksum from migration order by number',
    )
    return {
      server: name,
      pending: pendingAfter(applied.rows, readMigrations()).length,
      version: applied.rows.at(-1)?.number ?? 0,
    }
  } finally {
    await client.end()
  }
}
