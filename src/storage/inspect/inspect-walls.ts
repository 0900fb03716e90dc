import { randomUUID } from 'node:crypto'
import pg from 'pg'

// They lie before the tenant wall on purpose: digests and ids, no content (0002-walls.sql).
const BEFORE_THE_WALL = ['staff_address', 'secret_owner', 'channel_owner', 'shop_owner']

/** Whether row-level security really closes: what the catalogue says, and a probe that is rolled back. Gives what is wrong. */
export async function inspectWalls(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const problems = [...(await readCatalogue(client)), ...(await readRole(client))]
    return [...problems, ...(await probe(client))]
  } finally {
    await client.end()
  }
}

async function readCatalogue(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> all ($1)
       and not (c.relrowsecurity and c.relforcerowsecurity
         and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant'))
     order by 1`,
    [BEFORE_THE_WALL],
  )
  return rows.map(({ name }) => `table ${name} stands open: row-level security is not forced on it`)
}

async function readRole(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ passes: boolean }>(
    "select rolsuper or rolbypassrls as passes from pg_roles where rolname = 'xiaoer_app'",
  )
  if (rows.length === 0) return ['there is no role xiaoer_app']
  return rows[0]?.passes ? ['the role xiaoer_app passes by row-level security'] : []
}

/** Two organisations that exist for a moment: with one of them set, only its rows may be seen and written. */
async function probe(client: pg.Client): Promise<string[]> {
  const [ours, theirs] = [randomUUID(), randomUUID()]
  await client.query('begin')
  try {
    await client.query(
      `insert into organisation (org_id, name, created_at) values ($1, 'probe', 0), ($2, 'probe', 0)`,
      [ours, theirs],
    )
    await client.query('set local role xiaoer_app')
    const seen = async () => {
      const found = await client.query<{ org_id: string }>('select org_id from organisation where name = $1', ['probe'])
      return found.rows.map((row) => row.org_id)
    }
    const problems: string[] = []
    if ((await seen()).length > 0) problems.push('with no organisation set, rows are seen')
    await client.query("select set_config('xiaoer.orgs', $1, true)", [`{${ours}}`])
    if ((await seen()).join() !== ours) problems.push('with one organisation set, not exactly its rows are seen')
    if (await canWrite(client, theirs)) problems.push('a row of another organisation can be written')
    return problems
  } finally {
    await client.query('rollback')
  }
}

async function canWrite(client: pg.Client, orgId: string): Promise<boolean> {
  try {
    await client.query("insert into shop_group (org_id, group_id, name, created_at) values ($1, $1, 'probe', 0)", [
      orgId,
    ])
    return true
  } catch {
    // Refused by the policy, as it should be; the transaction is rolled back anyway.
    return false
  }
}
