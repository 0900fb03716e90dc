import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { type AppendSignal, createAppendSignal, hasAppended } from './append-signal.ts'
import { createHotLane, type HotLane } from './hot-lane.ts'
import { orgList } from './org-list.ts'
import type { Tables } from './tables.ts'

export type Tx = Transaction<Tables>

export interface Database {
  readonly url: string
  /** One transaction that sees and may write the rows of these organisations only. Nothing set = nothing seen. */
  within<Value>(orgIds: readonly string[], work: (tx: Tx) => Promise<Value>): Promise<Value>
  /** As `within`, to read only: all that is read is of one moment, whatever others commit meanwhile. */
  snapshot<Value>(orgIds: readonly string[], work: (tx: Tx) => Promise<Value>): Promise<Value>
  /** Reads of the few tables that lie before the tenant wall (digests and ids). */
  outside<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value>
  /** The batch pipeline of the hot path. */
  readonly hot: HotLane
  /** Fires after a commit that wrote events. The hot path fires it itself. */
  readonly appended: AppendSignal
  close(): Promise<void>
}

const INT8 = 20
const XID8 = 5069

/** bigint columns hold epoch milliseconds and counts below 2^53. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : oid === XID8 ? String : pg.types.getTypeParser(oid, format),
}

export interface DatabaseOptions {
  readonly url: string
  readonly poolSize: number
  readonly hotConnections?: number
  readonly onError: (error: Error) => void
}

// Statements of the hot path are look-ups by key for a batch. Their plans must not turn with the statistics: a hash join over
// all conversations looks cheap while there are few, and is fatal with a million. Joins are made in the order written.
const HOT_PLANS =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan -c jit=off -c join_collapse_limit=1'

/** Connects as `xiaoer_app`: the role that row-level security is forced on. Throws when the first connection fails. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const connection = {
    connectionString: options.url,
    options: '-c role=xiaoer_app -c statement_timeout=60000',
    types: typeParsers,
  }
  const pool = new pg.Pool({ ...connection, max: options.poolSize, idleTimeoutMillis: 30_000 })
  let isClosing = false
  const onError = (error: Error) => {
    if (!isClosing) options.onError(error)
  }
  // An idle connection that the server drops must not end the process: the next query opens another.
  pool.on('error', onError)
  // The pool looks after idle connections only: one that is lost inside a transaction would end the process too.
  pool.on('connect', (client) => client.on('error', onError))
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  await pool.query('select 1')
  const lane = { ...connection, options: `${connection.options} ${HOT_PLANS}` }
  const hot = createHotLane({ connection: lane, size: options.hotConnections ?? 2, onError })
  const appended = createAppendSignal()
  const inTransaction = createTransaction(kysely, appended)
  return {
    url: options.url,
    hot,
    appended,
    within: (orgIds, work) =>
      inTransaction(async (tx) => {
        await seeOrganisations(tx, orgIds)
        return work(tx)
      }),
    snapshot: createSnapshot(kysely),
    outside: inTransaction,
    close: async () => {
      isClosing = true
      await hot.close()
      await kysely.destroy()
    },
  }
}

function createSnapshot(kysely: Kysely<Tables>): Database['snapshot'] {
  const open = () => kysely.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return (orgIds, work) =>
    open().execute(async (tx) => {
      await seeOrganisations(tx, orgIds)
      return work(tx)
    })
}

function createTransaction(kysely: Kysely<Tables>, appended: AppendSignal) {
  return async <Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    let hasWritten = false
    const value = await kysely.transaction().execute(async (tx) => {
      const result = await work(tx)
      hasWritten = hasAppended(tx)
      return result
    })
    if (hasWritten) appended.fire()
    return value
  }
}

/** Sets what this transaction sees: for readers that learn inside it whose rows they need. */
export async function seeOrganisations(tx: Tx, orgIds: readonly string[]): Promise<void> {
  await sql`select set_config('xiaoer.orgs', ${orgList(orgIds)}, true)`.execute(tx)
}
