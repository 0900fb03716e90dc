import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { migrate, openServer } from '../src/storage/index.ts'

export interface Ground {
  /** The owner's URL of a database on the measured server, made when absent. */
  database(name: string): Promise<string>
  readonly postmasterPid: number
  readonly version: string
  stop(): Promise<void>
}

export interface GroundOptions {
  readonly folder: string
  readonly databaseUrl?: string | undefined
  /** Loads pg_stat_statements and auto_explain: for profiles only, it costs a little with every statement. */
  readonly statements?: boolean
}

/** The one PostgreSQL that floor and Xiaoer share: durable, as a merchant would run it. */
export async function openGround({ folder, databaseUrl, statements }: GroundOptions): Promise<Ground> {
  mkdirSync(folder, { recursive: true })
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  chmodSync(folder, 0o755)
  const open = () => openServer({ databaseUrl, dataDir: folder, onProgress: (line) => console.error(line) })
  let server = await open()
  if (statements && server.kind === 'npm') {
    await ask(server.url, 'alter system set shared_preload_libraries = pg_stat_statements, auto_explain')
    await server.stop()
    server = await open()
    await ask(server.url, 'alter system set pg_stat_statements.track_planning = on')
    await server.stop()
    server = await open()
  }
  const place = text.parse(await ask(server.url, 'show data_directory'))
  const version = text.parse(await ask(server.url, 'show server_version'))
  return {
    database: server.ensureDatabase,
    postmasterPid: Number(readFileSync(join(place, 'postmaster.pid'), 'utf8').split('\n')[0]),
    version,
    stop: server.stop,
  }
}

const text = z.string()

/** The first column of the first row. */
export async function ask(url: string, statement: string, values: readonly unknown[] = []): Promise<unknown> {
  const [row] = await askRows(url, statement, values)
  return Object.values(row ?? {})[0]
}

export async function askRows(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', (error) => console.error(error.message))
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement, [...values])).rows
  } finally {
    await client.end()
  }
}

/** A migrated database for Xiaoer. */
export async function xiaoerDatabase(ground: Ground, name = 'xiaoer_bench'): Promise<string> {
  const url = await ground.database(name)
  await migrate({ url })
  return url
}
