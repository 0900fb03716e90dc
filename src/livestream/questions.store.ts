import { sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import type { WindowTally } from './comment.ts'
import type { RoomRef } from './live-room.ts'

export interface LiveQuestion {
  readonly questionId: string
  /** What was on air; '' = nothing. */
  readonly productId: string
  readonly comments: number
  readonly sample: string
  readonly firstAt: number
  readonly lastAt: number
  readonly announcedAt: number | null
  readonly pinnedAt: number | null
}

export interface LiveTally extends Omit<WindowTally, 'questions'> {
  readonly lastAt: number
}

const MOST_QUESTIONS = 500

/** Adds a window to what a room has heard. */
export async function noteWindow(tx: Tx, { orgId, shopId, roomId }: RoomRef, tally: WindowTally & { at: number }) {
  const { received, doubled, shared, personal, noise, unread, viewers, questions, at } = tally
  await sql`
    insert into live_tally as t (org_id, shop_id, room_id, received, doubled, shared, personal, noise, unread, viewers, last_at)
    values (${orgId}, ${shopId}, ${roomId}, ${received}, ${doubled}, ${shared}, ${personal}, ${noise}, ${unread}, ${viewers}, ${at})
    on conflict (org_id, shop_id, room_id) do update set received = t.received + excluded.received, doubled = t.doubled + excluded.doubled,
      shared = t.shared + excluded.shared, personal = t.personal + excluded.personal, noise = t.noise + excluded.noise,
      unread = t.unread + excluded.unread, viewers = coalesce(excluded.viewers, t.viewers), last_at = excluded.last_at`.execute(
    tx,
  )
  if (questions.length === 0) return
  await sql`
    insert into live_question as q (org_id, shop_id, room_id, question_id, product_id, comments, sample, first_at, last_at)
    select ${orgId}::uuid, ${shopId}::uuid, ${roomId}::text, i.* from unnest(${questions.map((one) => one.questionId)}::text[],
      ${questions.map((one) => one.productId)}::text[], ${questions.map((one) => one.comments)}::bigint[], ${questions.map((one) => one.sample)}::text[],
      ${questions.map((one) => one.firstAt)}::bigint[], ${questions.map((one) => one.lastAt)}::bigint[]) as i(question_id, product_id, comments, sample, first_at, last_at)
    order by 1, 2
    on conflict (org_id, shop_id, room_id, question_id, product_id) do update set comments = q.comments + excluded.comments,
      last_at = greatest(q.last_at, excluded.last_at)`.execute(tx)
}

/** Pinned ones first, then those asked most. */
export async function readQuestions(tx: Tx, { orgId, shopId, roomId }: RoomRef): Promise<LiveQuestion[]> {
  const rows = await tx
    .selectFrom('live_question')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('room_id', '=', roomId)
    .orderBy(sql`pinned_at is null`)
    .orderBy('comments', 'desc')
    .orderBy('question_id')
    .orderBy('product_id')
    .limit(MOST_QUESTIONS)
    .execute()
  return rows.map((row) => ({
    questionId: row.question_id,
    productId: row.product_id,
    comments: row.comments,
    sample: row.sample,
    firstAt: row.first_at,
    lastAt: row.last_at,
    announcedAt: row.announced_at,
    pinnedAt: row.pinned_at,
  }))
}

export async function readTally(tx: Tx, { orgId, shopId, roomId }: RoomRef): Promise<LiveTally | null> {
  const row = await tx
    .selectFrom('live_tally')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('room_id', '=', roomId)
    .executeTakeFirst()
  if (!row) return null
  const { received, doubled, shared, personal, noise, unread, viewers, last_at: lastAt } = row
  return { received, doubled, shared, personal, noise, unread, viewers, lastAt }
}

interface Named {
  readonly questionId: string
  readonly productId: string
}

/** Pins an answer, or takes it down (`at` null). False: nobody asked that. */
export async function pinQuestion(
  tx: Tx,
  { orgId, shopId, roomId }: RoomRef,
  { questionId, productId, by, at }: Named & { readonly by: string; readonly at: number | null },
): Promise<boolean> {
  const changed = await tx
    .updateTable('live_question')
    .set({ pinned_at: at, pinned_by: at === null ? null : by })
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('room_id', '=', roomId)
    .where('question_id', '=', questionId)
    .where('product_id', '=', productId)
    .executeTakeFirst()
  return Number(changed.numUpdatedRows) > 0
}

const ASKED_OFTEN = 3
/** A question that goes on being asked is answered again after so long. */
const AGAIN_MS = 120_000

/** Takes the questions whose answer is to be said aloud now: each once, whichever process comes first. */
export async function takeUnanswered(tx: Tx, { orgId, shopId, roomId }: RoomRef, at: number): Promise<LiveQuestion[]> {
  const taken = await tx
    .updateTable('live_question')
    .set({ announced_at: at })
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('room_id', '=', roomId)
    .where('comments', '>=', ASKED_OFTEN)
    .where('last_at', '>', at - AGAIN_MS)
    .where((or) => or.or([or('announced_at', 'is', null), or('announced_at', '<', at - AGAIN_MS)]))
    .returning(['question_id', 'product_id'])
    .execute()
  const names = new Set(taken.map((row) => `${row.question_id} ${row.product_id}`))
  const all = names.size > 0 ? await readQuestions(tx, { orgId, shopId, roomId }) : []
  return all.filter(({ questionId, productId }) => names.has(`${questionId} ${productId}`))
}
