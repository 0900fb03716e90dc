import { z } from 'zod'
import type { HotLane } from '../hot-lane.ts'

const purged = z.object({ purge_outbox: z.number() })

/**
 * Forgets events that were written before `before` and that every handler has passed; what a handler retries or has given
 * up stays. While no handler has ever run nothing is forgotten. Returns how many rows went.
 */
export async function purgeOutbox(hot: HotLane, { before, most }: { before: number; most: number }): Promise<number> {
  const [row] = await hot.run([], { name: 'purge-outbox', text: 'select purge_outbox($1, $2)', values: [before, most] })
  return purged.parse(row).purge_outbox
}
