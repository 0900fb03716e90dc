import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import type { Queryable } from './records.ts'

export interface DemoDatabase {
  readonly pool: Queryable
  transaction<Value>(work: (client: Queryable) => Promise<Value>): Promise<Value>
  close(): Promise<void>
}

const INT8 = 20
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format),
}

/** Makes the database when the server has none of that name, then the tables. */
export async function openDemoDatabase(url: string): Promise<DemoDatabase> {
  await createIfAbsent(url)
  const pool = new pg.Pool({ connectionString: url, max: 4, types })
  // An idle connection that the server drops must not end the process.
  pool.on('error', () => undefined)
  await pool.query(await readFile(join(import.meta.dirname, 'schema.sql'), 'utf8'))
  return {
    pool,
    transaction: async (work) => {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const value = await work(client)
        await client.query('commit')
        return value
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

const UNDEFINED_DATABASE = '3D000'
const failure = z.object({ code: z.string() })

async function createIfAbsent(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.end()
  } catch (error) {
    const parsed = failure.safeParse(error)
    if (!parsed.success || parsed.data.code !== UNDEFINED_DATABASE) throw error
    await createDatabase(url)
  }
}

async function createDatabase(url: string): Promise<void> {
  const address = new URL(url)
  const name = decodeURIComponent(address.pathname.slice(1))
  address.pathname = '/postgres'
  const client = new pg.Client({ connectionString: address.toString() })
  await client.connect()
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}
