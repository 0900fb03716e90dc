import type { Tx } from '../storage/index.ts'

export interface WindowAsked {
  readonly orgId: string
  readonly channelId: string
  readonly buyerId: string
  /** Of the channel's capabilities. */
  readonly window: { readonly sends: number; readonly withinMs: number }
  readonly at: number
}

/** Whether one more message may go to this buyer now on a channel that counts; takes nothing (sending does). */
export async function windowState(tx: Tx, asked: WindowAsked): Promise<'open' | 'window-closed' | 'window-used-up'> {
  const row = await tx
    .selectFrom('contact_window')
    .select(['opened_at', 'used'])
    .where('org_id', '=', asked.orgId)
    .where('channel_id', '=', asked.channelId)
    .where('buyer_id', '=', asked.buyerId)
    .executeTakeFirst()
  if (!row || row.opened_at <= asked.at - asked.window.withinMs) return 'window-closed'
  return row.used < asked.window.sends ? 'open' : 'window-used-up'
}
