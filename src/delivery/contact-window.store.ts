import type { Database } from '../storage/index.ts'
import { CLAIM_MS, type DeliveryJob } from './delivery-job.ts'

export interface WindowRow {
  readonly orgId: string
  readonly channelId: string
  readonly buyerId: string
  readonly at: number
}

/** The buyer wrote: his window opens anew. Called for channels with a window, before the reply to that message goes out. */
export async function openContactWindows(database: Database, rows: readonly WindowRow[]): Promise<void> {
  if (rows.length === 0) return
  await database.hot.run([...new Set(rows.map((row) => row.orgId))], {
    name: 'window-open',
    text: `insert into contact_window (org_id, channel_id, buyer_id, opened_at, used)
      select i.org_id, i.channel_id, i.buyer_id, max(i.at), 0
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) as i(org_id, channel_id, buyer_id, at) group by 1, 2, 3
      on conflict (org_id, channel_id, buyer_id) do update set opened_at = excluded.opened_at, used = 0
      where contact_window.opened_at <= excluded.opened_at`,
    values: [
      rows.map((row) => row.orgId),
      rows.map((row) => row.channelId),
      rows.map((row) => row.buyerId),
      rows.map((row) => row.at),
    ],
  })
}

export interface Spending {
  readonly job: DeliveryJob
  readonly sends: number
  readonly window: { readonly sends: number; readonly withinMs: number }
  readonly at: number
}

export type WindowVerdict = 'spent' | 'window-closed' | 'window-used-up'

/** Takes `sends` out of the buyer's window, all or none, before the vendor would refuse them. Row locks make two spenders queue. */
export async function spendWindow(database: Database, spending: Spending): Promise<WindowVerdict> {
  const { job, window, at } = spending
  const [row] = await database.hot.run<{ taken: boolean; open: boolean | null }>([job.orgId], {
    name: 'window-spend',
    text: `with taken as (update contact_window set used = used + $4::int
        where org_id = $1 and channel_id = $2 and buyer_id = $3 and used + $4::int <= $5::int and opened_at > $6::bigint returning 1)
      select exists (select from taken) as taken, (select opened_at > $6::bigint from contact_window
        where org_id = $1 and channel_id = $2 and buyer_id = $3) as open`,
    values: [job.orgId, job.channelId, job.buyerId, spending.sends, window.sends, at - window.withinMs],
  })
  if (row?.taken) return 'spent'
  return row?.open ? 'window-used-up' : 'window-closed'
}

/** Nothing reached the vendor: the sends are given back. */
export async function refundWindow(database: Database, job: DeliveryJob, sends: number): Promise<void> {
  await database.hot.run([job.orgId], {
    name: 'window-refund',
    text: `update contact_window set used = greatest(0, used - $4::int) where org_id = $1 and channel_id = $2 and buyer_id = $3`,
    values: [job.orgId, job.channelId, job.buyerId, sends],
  })
}

/**
 * For a platform that does not drop doubles: says, before the send, that a send is under way. A crash from here on leaves
 * an outcome that nobody knows. False when another process holds it.
 */
export async function markSending(database: Database, job: DeliveryJob, at: number): Promise<boolean> {
  const rows = await database.hot.run<{ delivery_id: string }>([job.orgId], {
    name: 'delivery-sending',
    text: `update due_delivery set state = 'sending', claimed_until = $4::bigint
      where org_id = $1 and conversation_id = $2 and delivery_id = $3 and state in ('pending','retrying') returning delivery_id`,
    values: [job.orgId, job.conversationId, job.deliveryId, at + CLAIM_MS],
  })
  return rows.length === 1
}
