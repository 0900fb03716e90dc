import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../src/storage/database.ts'
import { serverUrl } from './server-url.ts'
import { withDatabase } from './test-server.ts'

export interface FreshDatabase {
  /** Open as xiaoer_app, as the product sees it. */
  readonly database: Database
  /** The owner's URL: migrations, backups, and looking behind the wall in a test. */
  readonly url: string
  /** Closes `database` and drops what was made. Call in afterAll. */
  close(): Promise<void>
}

/** A migrated, empty database of this test file's own, cloned from the run's template in some tens of milliseconds. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const empty = await emptyDatabase(inject('template'))
  const database = await openDatabase({ url: empty.url, poolSize: 4, onError: () => undefined })
  return {
    database,
    url: empty.url,
    close: async () => {
      await database.close()
      await empty.drop()
    },
  }
}

/** A database that was never migrated, or a clone of `template`. */
export async function emptyDatabase(template = 'template0'): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `xiaoer_t_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`
  await onServer(`create database ${name} template ${template}`)
  return {
    url: withDatabase(serverUrl(), name),
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
