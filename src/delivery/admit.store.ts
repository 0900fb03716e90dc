import type { Database } from '../storage/index.ts'
import type { DeliveryJob } from './delivery-job.ts'

export interface Admission {
  /** False after a take-over: what the robot wanted to say is void. */
  readonly isCurrent: boolean
  /** Replies of the same conversation that are older and still under way. */
  readonly earlier: readonly string[]
}

const TEXT = `
  select i.speaker <> 'robot' or i.epoch = (select c.epoch from conversation c
      where c.org_id = i.org_id and c.conversation_id = i.conversation_id) as current,
    (select array_agg(e.delivery_id::text) from due_delivery e
     where e.org_id = i.org_id and e.conversation_id = i.conversation_id and e.first_seq < i.seq) as earlier
  from unnest($1::uuid[], $2::int[], $3::uuid[], $4::int[], $5::text[])
    with ordinality as i(org_id, seq, conversation_id, epoch, speaker, place)
  order by i.place`

type Row = { readonly current: boolean | null; readonly earlier: string[] | null }

/** The last look before a batch of sends: is it still the robot's turn, and is it this reply's turn? */
export async function admitSends(database: Database, jobs: readonly DeliveryJob[]): Promise<readonly Admission[]> {
  const orgIds = [...new Set(jobs.map((job) => job.orgId))]
  const rows = await database.hot.run<Row>(orgIds, {
    name: 'delivery-admit',
    text: TEXT,
    values: [
      jobs.map((job) => job.orgId),
      jobs.map((job) => job.seqs[0] ?? 0),
      jobs.map((job) => job.conversationId),
      jobs.map((job) => job.epoch),
      jobs.map((job) => job.role),
    ],
  })
  return rows.map((row) => ({ isCurrent: row.current ?? false, earlier: row.earlier ?? [] }))
}
