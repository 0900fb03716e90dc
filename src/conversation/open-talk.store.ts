import { z } from 'zod'
import { type HotPart, plainArray, textArray } from '../storage/index.ts'

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
  n: z.number(),
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
const BUYERS = `
  insert into buyer as b (org_id, buyer_id, shop_id, channel_id, external_id, name, customer_id, identity, created_at)
  select org_id, buyer_id, shop_id, channel_id, external_id, name, customer_id, case when customer_id is null then 'claimed' else 'vouched' end, $8::bigint
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
    as i(org_id, buyer_id, shop_id, channel_id, external_id, name, customer_id)
  on conflict (org_id, channel_id, external_id) do update set
    name = coalesce(excluded.name, b.name), customer_id = coalesce(excluded.customer_id, b.customer_id),
    identity = case when excluded.customer_id is null then b.identity else 'vouched' end
  where b.name is distinct from coalesce(excluded.name, b.name) or b.customer_id is distinct from coalesce(excluded.customer_id, b.customer_id)`

const CONVERSATIONS = `
  insert into conversation (org_id, conversation_id, shop_id, channel_id, buyer_id, last_at, created_at)
  select i.org_id, i.conversation_id, i.shop_id, i.channel_id, b.buyer_id, 0, $6::bigint
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) as i(org_id, conversation_id, shop_id, channel_id, external_id)
  join buyer b on b.org_id = i.org_id and b.channel_id = i.channel_id and b.external_id = i.external_id
  on conflict (org_id, shop_id, channel_id, buyer_id) do nothing`

const READ = `
  select i.n::int, b.buyer_id, b.name, b.customer_id, c.conversation_id, c.epoch, c.owner, c.last_at,
    (select s.session_id from session s where s.org_id = c.org_id and s.session_id = c.session_id and s.closed_at is null) as session_id,
    coalesce((select jsonb_agg(jsonb_build_object('kind', m.kind, 'key', m.key, 'value', m.value, 'source_turn', m.source_turn,
      'recorded_at', m.recorded_at, 'expires_at', m.expires_at)) from memory m
      where m.org_id = i.org_id and m.shop_id = i.shop_id and m.buyer_id = b.buyer_id and (m.expires_at is null or m.expires_at > $5)), '[]') as memory
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) with ordinality as i(org_id, channel_id, external_id, shop_id, n)
  join buyer b on b.org_id = i.org_id and b.channel_id = i.channel_id and b.external_id = i.external_id
  join conversation c on c.org_id = b.org_id and c.shop_id = i.shop_id and c.channel_id = b.channel_id and c.buyer_id = b.buyer_id`

/** Buyers who begin to speak. */
export const openTalkPart: HotPart<TalkKey, OpenedTalk> = {
  place: 1,
  keyOf: (one) => `${one.channelId} ${one.externalId}`,
  orgOf: (one) => one.orgId,
  statements(batch) {
    const at = batch[0]?.at ?? 0
    const orgIds = plainArray(batch.map((one) => one.orgId))
    const shopIds = plainArray(batch.map((one) => one.shopId))
    const channelIds = plainArray(batch.map((one) => one.channelId))
    const externalIds = textArray(batch.map((one) => one.externalId))
    const conversationIds = plainArray(batch.map((one) => one.conversationId))
    const names = textArray(batch.map((one) => one.name))
    const customerIds = textArray(batch.map((one) => one.customerId))
    const buyers = [orgIds, plainArray(batch.map((one) => one.buyerId)), shopIds, channelIds, externalIds]
    return [
      { name: 'open-buyers', text: BUYERS, values: [...buyers, names, customerIds, at] },
      {
        name: 'open-conversations',
        text: CONVERSATIONS,
        values: [orgIds, conversationIds, shopIds, channelIds, externalIds, at],
      },
      { name: 'read-talks', text: READ, values: [orgIds, channelIds, externalIds, shopIds, at] },
    ]
  },
  answers(batch, rows) {
    const byPlace = new Map(rows.map((row) => openedTalk.parse(row)).map((row) => [row.n, row]))
    // Each in his place: an answer that is missing must not hand him the talk of the next one.
    return batch.map((_, place) => byPlace.get(place + 1))
  },
}
