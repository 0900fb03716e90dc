import { sql } from 'kysely'
import type { Database, Tx } from '../storage/index.ts'

const anybody = (tx: Tx) => tx.selectFrom('staff_address').select('staff_id').limit(1).executeTakeFirst()

/** Whether anybody works on this installation, in whatever organisation. */
export const hasStaff = async (database: Database): Promise<boolean> => (await database.outside(anybody)) !== undefined

/** The same within the transaction that makes the first owner: whoever comes second, from whatever process, waits and sees him. */
export async function isWithoutStaff(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended('xiaoer first owner', 0))`.execute(tx)
  return (await anybody(tx)) === undefined
}
