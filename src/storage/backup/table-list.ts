import pg from 'pg'

export interface TablePlan {
  readonly name: string
  readonly columns: readonly string[]
  /** `copy (…) to stdout`, in the order of the key: the same rows always give the same bytes. */
  readonly copyOut: string
  readonly copyIn: string
}

interface TableRow {
  name: string
  columns: string[]
  order_by: string[]
}

// `migration` is written by the migrations of the target.
const TABLES = `
  select c.relname as name,
    (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    coalesce((select array_agg(quote_ident(a.attname) || case when t.typcollation <> 0 then ' collate "C"' else '' end
        order by array_position(i.indkey::int2[], a.attnum))
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        join pg_type t on t.oid = a.atttypid
      where i.indrelid = c.oid and i.indisprimary), '{}') as order_by
  from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> 'migration'
  order by c.relname`

/**
 * Transaction numbers mean nothing in another cluster: an outbox row that kept its number could lie in the future there,
 * and would never be read. So all rows of a backup bear the number 1, which every server has behind it, and their order is
 * that of `position`; a cursor goes back to the first row that its handler has not seen. Events come at least once anyway.
 */
const PORTABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  outbox: { txid: "'1'::xid8" },
  handler_cursor: {
    txid: "'1'::xid8",
    position: `coalesce(
      (select min(o."position") - 1 from outbox o where (o.txid, o."position") > (handler_cursor.txid, handler_cursor."position")),
      (select max(o."position") from outbox o), 0)`,
  },
}

/** Every table of the schema with the statements that carry it. */
export async function listTables(client: pg.Client): Promise<readonly TablePlan[]> {
  const { rows } = await client.query<TableRow>(TABLES)
  return rows.map(planOf)
}

function planOf({ name, columns, order_by }: TableRow): TablePlan {
  const table = pg.escapeIdentifier(name)
  const portable = PORTABLE[name] ?? {}
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  const wanted = columns.map(
    (column) => `${portable[column] ?? pg.escapeIdentifier(column)} as ${pg.escapeIdentifier(column)}`,
  )
  const order = order_by.length > 0 ? ` order by ${order_by.map((column) => `${table}.${column}`).join(', ')}` : ''
  return {
    name,
    columns,
    copyOut: `copy (select ${wanted.join(', ')} from ${table}${order}) to stdout`,
    copyIn: `copy ${table} (${list}) from stdin`,
  }
}
