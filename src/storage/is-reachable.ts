import { sql } from 'kysely'
import type { Database } from './database.ts'

const PATIENCE_MS = 2000

/** Whether the database answers within two seconds: for the readiness probe. */
export async function isReachable(database: Database): Promise<boolean> {
  const answered = database
    .outside((tx) => sql`select 1`.execute(tx))
    .then(
      () => true,
      () => false,
    )
  let patience: NodeJS.Timeout | undefined
  const tired = new Promise<boolean>((resolve) => {
    patience = setTimeout(() => resolve(false), PATIENCE_MS)
  })
  const isThere = await Promise.race([answered, tired])
  clearTimeout(patience)
  return isThere
}
