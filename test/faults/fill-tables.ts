import pg from 'pg'

interface ColumnRow {
  table_name: string
  column_name: string
  udt_name: string
  is_identity: 'YES' | 'NO'
  allowed: string[] | null
}

// The columns of every table, with the values that a check constraint of the column names.
const COLUMNS = `
  select c.table_name, c.column_name, c.udt_name, c.is_identity,
    (select array(select m[1] from regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''', 'g') m)
      from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attname = c.column_name and k.conkey = array[a.attnum]
      where k.conrelid = c.table_name::regclass and k.contype = 'c' limit 1) as allowed
  from information_schema.columns c
  join pg_class r on r.relname = c.table_name and r.relnamespace = c.table_schema::regnamespace
  where c.table_schema = 'public' and not r.relispartition and c.table_name <> 'migration' and c.is_generated = 'NEVER'
  order by c.table_name, c.ordinal_position`

const NASTY = `E'\\t\\n\\\\ "quoted" \\\\N 您好 😀 '`

const BY_TYPE: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: `md5(random()::text) || ${NASTY} || n`,
  jsonb: `jsonb_build_object('n', n, 'text', ${NASTY}, 'price', n * 1.25, 'list', jsonb_build_array(n, null, true))`,
  json: `to_json(jsonb_build_object('n', n, 'text', ${NASTY}, 'price', n * 1.25, 'list', jsonb_build_array(n, null, true)))`,
  int8: '1700000000000 + n',
  int4: 'n',
  int2: '(n % 30000)::int2',
  bool: 'n % 2 = 0',
  float4: '(n / 7.0)::float4',
  bytea: 'sha256(random()::text::bytea)',
  _text: `array['a', null, ${NASTY}]`,
  _uuid: 'array[gen_random_uuid(), gen_random_uuid()]',
  _int4: 'array[n, n + 1]',
}

/** Puts `rows` rows of every kind of value into every table there is, also those that come later. Gives the tables. */
export async function fillTables(url: string, rows: number): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const columns = await client.query<ColumnRow>(COLUMNS)
    const tables = [...new Set(columns.rows.map((row) => row.table_name))]
    for (const table of tables) {
      const wanted = columns.rows.filter(
        (row) => row.table_name === table && row.is_identity === 'NO' && row.udt_name !== 'xid8',
      )
      await fillTable(client, table, { wanted, rows })
    }
    return tables
  } finally {
    await client.end()
  }
}

interface TableFill {
  readonly wanted: readonly ColumnRow[]
  readonly rows: number
}

async function fillTable(client: pg.Client, table: string, { wanted, rows }: TableFill): Promise<void> {
  const names = wanted.map((column) => pg.escapeIdentifier(column.column_name))
  const values = wanted.map(valueOf)
  const needsCursor = table === 'handler_cursor'
  const list = [...names, ...(needsCursor ? ['txid'] : [])].join(', ')
  const from = `generate_series(1, ${needsCursor ? 5 : rows}) n`
  await client.query(
    `insert into ${table} (${list}) select ${[...values, ...(needsCursor ? ['pg_current_xact_id()'] : [])].join(', ')} from ${from}`,
  )
}

function valueOf(column: ColumnRow): string {
  if (column.allowed && column.allowed.length > 0) {
    return `(array[${column.allowed.map((value) => pg.escapeLiteral(value)).join(', ')}])[1 + n % ${column.allowed.length}]`
  }
  const value = BY_TYPE[column.udt_name]
  if (!value) throw new Error(`no value for ${column.table_name}.${column.column_name} of type ${column.udt_name}`)
  return value
}
