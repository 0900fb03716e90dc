import pg from 'pg'

/** Creates a database of the cluster when it is not there. */
export async function ensureDatabase(urlFor: (database: string) => string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: urlFor('postgres') })
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await create(client, name)
  } finally {
    await client.end()
  }
  return urlFor(name)
}

async function create(client: pg.Client, name: string): Promise<void> {
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)}`)
  } catch (error) {
    // Two starts at once: the other one made it.
    const isThere = error instanceof Error && 'code' in error && (error.code === '42P04' || error.code === '23505')
    if (!isThere) throw error
  }
}
