import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../storage/index.ts'

const rows = z.array(z.object({ conversation_id: z.string() }))

/** Nobody counts further than that. */
const MOST = 500

/** Talks of a shop that wait for a person while their buyer is still there, whoever was handed off first before the others. */
export async function listWaiting(
  tx: Tx,
  { orgId, shopId }: { readonly orgId: string; readonly shopId: string },
): Promise<readonly string[]> {
  const found = await sql`select c.conversation_id from conversation c
    join session s on s.org_id = c.org_id and s.session_id = c.session_id and s.closed_at is null
    where c.org_id = ${orgId} and c.shop_id = ${shopId} and c.owner = 'waiting'
    order by coalesce((select min(t.settled_at) from turn t where t.org_id = c.org_id and t.conversation_id = c.conversation_id
      and t.epoch = c.epoch and (t.state = 'failed' or t.decision ~ 'hand-off')), s.opened_at), c.conversation_id
    limit ${MOST}`.execute(tx)
  return rows.parse(found.rows).map((row) => row.conversation_id)
}
