import { sql } from 'kysely'
import type { Database, Tx } from '../database.ts'
import type { Handler, StartFrom } from './handler.ts'
import type { Cursor } from './read-page.ts'

/** Where the handler stands; made at its start position when it is new. */
export async function openCursor(database: Database, handler: Handler, at: number): Promise<Cursor> {
  return database.outside(async (tx) => {
    const start = await placeOf(tx, handler.startFrom)
    await tx
      .insertInto('handler_cursor')
      .values({ handler: handler.name, ...start, updated_at: at })
      .onConflict((conflict) => conflict.column('handler').doNothing())
      .execute()
    return tx
      .selectFrom('handler_cursor')
      .select(['txid', 'position'])
      .where('handler', '=', handler.name)
      .executeTakeFirstOrThrow()
  })
}

export async function moveCursor(tx: Tx, handler: string, to: Cursor & { readonly at: number }): Promise<void> {
  await tx
    .updateTable('handler_cursor')
    .set({ txid: to.txid, position: to.position, updated_at: to.at })
    .where('handler', '=', handler)
    .execute()
}

const BEGINNING: Cursor = { txid: '0', position: 0 }
// Every position lies below it: the cursor stands behind all rows of its transaction.
const LAST_POSITION = Number.MAX_SAFE_INTEGER

async function placeOf(tx: Tx, startFrom: StartFrom): Promise<Cursor> {
  if (startFrom === 'beginning') return BEGINNING
  if (startFrom === 'now') {
    // Transactions that run right now will commit later than now: the oldest of them is where "now" begins.
    const { rows } = await sql<{ txid: string }>`
      select ((pg_snapshot_xmin(pg_current_snapshot()))::text::bigint - 1)::text as txid`.execute(tx)
    return { txid: rows[0]?.txid ?? '0', position: LAST_POSITION }
  }
  const { rows } = await sql<{ txid: string | null }>`select outbox_place(${startFrom.position}) as txid`.execute(tx)
  return { txid: rows[0]?.txid ?? '0', position: startFrom.position }
}
