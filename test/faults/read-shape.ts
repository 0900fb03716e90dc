import { createHash } from 'node:crypto'
import pg from 'pg'

const SHAPE = `
  select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as line
    from information_schema.columns where table_schema = 'public'
  union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
  union all select 'policy ' || tablename || ' ' || policyname || ' ' || cmd || ' ' || coalesce(qual, '') || coalesce(with_check, '') from pg_policies
  union all select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
  union all select 'grant ' || table_name || ' ' || privilege_type from information_schema.role_table_grants where grantee = 'xiaoer_app'
  union all select 'force ' || relname || ' ' || relforcerowsecurity from pg_class where relnamespace = 'public'::regnamespace
  union all select 'migration ' || number || ' ' || checksum from migration
  order by 1`

/** A hash over everything that migrations make: two databases with the same one are made alike. */
export async function readShape(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ line: string }>(SHAPE)
    const hash = createHash('sha256')
    for (const { line } of rows) hash.update(`${line}\n`)
    return `${rows.length} lines, ${hash.digest('hex')}`
  } finally {
    await client.end()
  }
}
