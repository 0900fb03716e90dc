import { z } from 'zod'
import type { HotLane } from '../storage/index.ts'

const kept = z.object({
  body_digest: z.string(),
  message_id: z.string(),
  conversation_id: z.string(),
  turn_id: z.string(),
  seq: z.number(),
  epoch: z.number(),
  owner: z.enum(['robot', 'waiting', 'human']),
  session_id: z.string().nullable(),
  shop_version: z.number(),
  goods_version: z.number(),
})
export type Repeated = z.infer<typeof kept>

const TEXT = `
  select h.digest as body_digest, m.message_id, m.conversation_id, m.turn_id, m.seq, c.epoch, c.owner, m.session_id, s.version as shop_version, s.goods_version
  from heard_key h join message m on m.org_id = h.org_id and m.message_id = h.message_id
    join conversation c on c.org_id = m.org_id and c.conversation_id = m.conversation_id
    join shop s on s.org_id = m.org_id and s.shop_id = m.shop_id
  where h.org_id = $1 and h.channel_id = $2 and h.key = $3`

/** The message that came first under this key, with the digest of its body, and what its conversation and shop are by now. */
export async function findRepeated(
  hot: HotLane,
  where: { orgId: string; channelId: string; key: string },
): Promise<Repeated | null> {
  const rows = await hot.run([where.orgId], {
    name: 'find-repeated',
    text: TEXT,
    values: [where.orgId, where.channelId, where.key],
  })
  return rows[0] ? kept.parse(rows[0]) : null
}
