import pg from 'pg'

const TABLES = 'conversation, session, message, due_turn, due_delivery, turn, delivery, memory, buyer, outbox'

/**
 * Tells the planner how large the tables of the hot path are, as the owner. After a crash PostgreSQL's counters are empty and
 * autovacuum comes minutes later: until then every index that begins with org_id looks equally good.
 */
export async function refreshStatistics(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  // A database that goes away meanwhile is told by those who serve, not by this.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`analyze ${TABLES}`)
  } finally {
    await client.end()
  }
}
