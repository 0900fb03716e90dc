import pg from 'pg'
import type { House } from './house.ts'

export interface RowWatch {
  /** Rows by table, all organisations: what a refused request must not change. */
  counts(): Promise<Readonly<Record<string, number>>>
  /** One digest a table over everything that an organisation has. */
  digests(orgId: string): Promise<Readonly<Record<string, string>>>
  close(): Promise<void>
}

/** Looks behind the wall, as the owner of the database. */
export async function watchRows(house: House): Promise<RowWatch> {
  const client = new pg.Client({ connectionString: house.fresh.url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    "select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' where c.relnamespace = 'public'::regnamespace and c.relkind in ('r','p') and not c.relispartition order by 1",
  )
  const perTable = async (select: (table: string) => string, values: unknown[]) => {
    const union = rows
      .map(({ name }) => `select '${name}' as name, (${select(name)})::text as value`)
      .join(' union all ')
    const answer = await client.query<{ name: string; value: string }>(union, values)
    return answer.rows
  }
  return {
    counts: async () =>
      Object.fromEntries(
        (await perTable((table) => `select count(*) from ${table}`, [])).map((row) => [row.name, Number(row.value)]),
      ),
    digests: async (orgId) =>
      Object.fromEntries(
        (
          await perTable(
            (table) =>
              `select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from ${table} t where org_id = $1`,
            [orgId],
          )
        ).map((row) => [row.name, row.value]),
      ),
    close: () => client.end(),
  }
}
