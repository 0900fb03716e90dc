import pg from 'pg'
import { inject } from 'vitest'

const LOCK = 7_300_003

/** Test files run side by side: the first trains and writes the cache, the others wait for it and read. */
export async function trainOnce(work: () => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('serverUrls').at(0) ?? '' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await work()
  } finally {
    await client.end()
  }
}
