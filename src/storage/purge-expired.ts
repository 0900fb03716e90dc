import { z } from 'zod'
import type { HotLane } from './hot-lane.ts'

const purged = z.object({ purge_expired: z.number() })

/** Forgets idempotency keys and memories whose time is over, of all organisations. Returns how many. */
export async function purgeExpired(hot: HotLane, { at, most }: { at: number; most: number }): Promise<number> {
  const [row] = await hot.run([], { name: 'purge-expired', text: 'select purge_expired($1, $2)', values: [at, most] })
  return purged.parse(row).purge_expired
}
