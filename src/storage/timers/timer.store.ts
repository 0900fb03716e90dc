import { sql } from 'kysely'
import { newUuid } from '../../kernel/ids.ts'
import type { Database, Tx } from '../database.ts'

export interface TimerPlan {
  readonly orgId: string
  /** Which handler it wakes. */
  readonly kind: string
  /** One pending timer a kind and key: scheduling again moves it. */
  readonly key: string
  readonly dueAt: number
  readonly payload?: unknown
}

export interface DueTimer extends TimerPlan {
  readonly timerId: string
  readonly payload: unknown
  /** Tries, this one included. */
  readonly attempts: number
}

/** In the transaction of the change that wants it. */
export async function scheduleTimer(tx: Tx, plan: TimerPlan, at: number): Promise<void> {
  await scheduleTimers(tx, [plan], at)
}

export async function scheduleTimers(tx: Tx, plans: readonly TimerPlan[], at: number): Promise<void> {
  if (plans.length === 0) return
  await tx
    .insertInto('timer')
    .values(
      plans.map(({ orgId, kind, key, dueAt, payload }) => ({
        ...{ org_id: orgId, timer_id: newUuid(at), kind, key, due_at: dueAt, created_at: at },
        payload: JSON.stringify(payload ?? null),
      })),
    )
    .onConflict((conflict) =>
      // A new id: a run of the old one that is under way must not delete the new one.
      conflict.columns(['org_id', 'kind', 'key']).doUpdateSet((row) => ({
        timer_id: row.ref('excluded.timer_id'),
        due_at: row.ref('excluded.due_at'),
        payload: row.ref('excluded.payload'),
        claimed_until: 0,
        attempts: 0,
      })),
    )
    .execute()
}

/** True when there was one to cancel. */
export async function cancelTimer(tx: Tx, timer: Pick<TimerPlan, 'orgId' | 'kind' | 'key'>): Promise<boolean> {
  const result = await tx
    .deleteFrom('timer')
    .where('org_id', '=', timer.orgId)
    .where('kind', '=', timer.kind)
    .where('key', '=', timer.key)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

export interface ClaimOrder {
  readonly at: number
  readonly until: number
  readonly most: number
}

/** Takes due timers for one runner until `until`; whoever else looks meanwhile does not see them. */
export async function claimTimers(database: Database, order: ClaimOrder): Promise<DueTimer[]> {
  const due = await database.outside((tx) =>
    sql<{
      org_id: string
      timer_id: string
    }>`select org_id, timer_id from due_timers(${order.at}, ${order.most})`.execute(tx),
  )
  if (due.rows.length === 0) return []
  const orgIds = [...new Set(due.rows.map((row) => row.org_id))]
  const timerIds = due.rows.map((row) => row.timer_id)
  const rows = await database.within(orgIds, (tx) =>
    tx
      .with('free', (db) =>
        db
          .selectFrom('timer')
          .select(['org_id', 'timer_id'])
          .where('org_id', 'in', orgIds)
          .where('timer_id', 'in', timerIds)
          .where('due_at', '<=', order.at)
          .where('claimed_until', '<', order.at)
          .forUpdate()
          .skipLocked(),
      )
      .updateTable('timer')
      .from('free')
      .set((row) => ({ claimed_until: order.until, attempts: row('timer.attempts', '+', 1) }))
      .whereRef('timer.org_id', '=', 'free.org_id')
      .whereRef('timer.timer_id', '=', 'free.timer_id')
      .returning(['timer.org_id', 'timer.timer_id', 'kind', 'key', 'due_at', 'payload', 'attempts'])
      .execute(),
  )
  return rows.map((row) => ({
    ...{ orgId: row.org_id, timerId: row.timer_id, kind: row.kind, key: row.key },
    ...{ dueAt: row.due_at, payload: row.payload, attempts: row.attempts },
  }))
}

/** It rang. One that was moved meanwhile has another id and stays. */
export async function removeTimer(tx: Tx, timer: DueTimer): Promise<void> {
  await tx.deleteFrom('timer').where('org_id', '=', timer.orgId).where('timer_id', '=', timer.timerId).execute()
}

/** It failed: not again before `until`. */
export async function postponeTimer(tx: Tx, timer: DueTimer, until: number): Promise<void> {
  await tx
    .updateTable('timer')
    .set({ claimed_until: until })
    .where('org_id', '=', timer.orgId)
    .where('timer_id', '=', timer.timerId)
    .execute()
}
