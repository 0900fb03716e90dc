import { z } from 'zod'
import type { HotStatement } from '../storage/index.ts'

/** A buyer writes on a channel: who he is and what is remembered of him. Made when it is not there yet. */
export interface TalkKey {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly externalId: string
  readonly name: string | null
  readonly customerId: string | null
  /** Proposed ids, used when the rows are new. */
  readonly buyerId: string
  readonly conversationId: string
  readonly at: number
}

export const openedTalk = z.object({
  buyer_id: z.string(),
  conversation_id: z.string(),
  name: z.string().nullable(),
  customer_id: z.string().nullable(),
  epoch: z.number(),
  owner: z.enum(['robot', 'waiting', 'human']),
  session_id: z.string().nullable(),
  last_at: z.number(),
  memory: z.array(
    z.object({
      kind: z.string(),
      key: z.string(),
      value: z.unknown(),
      source_turn: z.string().nullable(),
      recorded_at: z.number(),
      expires_at: z.number().nullable(),
    }),
  ),
})
export type OpenedTalk = z.infer<typeof openedTalk>

// One row a buyer × channel and one conversation a buyer, by constraint: whoever comes second gets the first one's ids.
// The conversation is a statement of its own: it must see the buyer row that the first one made or found.
const BUYER = `
  insert into buyer as b (org_id, buyer_id, shop_id, channel_id, external_id, name, customer_id, identity, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, case when $7::text is null then 'claimed' else 'vouched' end, $8)
  on conflict (org_id, channel_id, external_id) do update set
    name = coalesce(excluded.name, b.name), customer_id = coalesce(excluded.customer_id, b.customer_id),
    identity = case when excluded.customer_id is null then b.identity else 'vouched' end
  where b.name is distinct from coalesce(excluded.name, b.name) or b.customer_id is distinct from coalesce(excluded.customer_id, b.customer_id)`

const CONVERSATION = `
  insert into conversation (org_id, conversation_id, shop_id, channel_id, buyer_id, last_at, created_at)
  select $1, $2, $3, $4, b.buyer_id, 0, $6 from buyer b where b.org_id = $1 and b.channel_id = $4 and b.external_id = $5
  on conflict (org_id, shop_id, channel_id, buyer_id) do nothing`

const READ = `
  select b.buyer_id, b.name, b.customer_id, c.conversation_id, c.epoch, c.owner, c.session_id, c.last_at,
    coalesce((select jsonb_agg(jsonb_build_object('kind', m.kind, 'key', m.key, 'value', m.value, 'source_turn', m.source_turn,
      'recorded_at', m.recorded_at, 'expires_at', m.expires_at)) from memory m
      where m.org_id = $1 and m.shop_id = $4 and m.buyer_id = b.buyer_id and (m.expires_at is null or m.expires_at > $5)), '[]') as memory
  from buyer b join conversation c on c.org_id = b.org_id and c.shop_id = $4 and c.channel_id = b.channel_id and c.buyer_id = b.buyer_id
  where b.org_id = $1 and b.channel_id = $2 and b.external_id = $3`

export function openTalkStatements(key: TalkKey): HotStatement[] {
  return [
    {
      name: 'open-buyer',
      text: BUYER,
      values: [key.orgId, key.buyerId, key.shopId, key.channelId, key.externalId, key.name, key.customerId, key.at],
    },
    {
      name: 'open-conversation',
      text: CONVERSATION,
      values: [key.orgId, key.conversationId, key.shopId, key.channelId, key.externalId, key.at],
    },
    { name: 'read-talk', text: READ, values: [key.orgId, key.channelId, key.externalId, key.shopId, key.at] },
  ]
}
