import { sql } from 'kysely'
import { z } from 'zod'
import { newUuid } from '../../kernel/ids.ts'
import type { Database, Tx } from '../database.ts'

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof JOB_STATES)[number]

export interface JobOrder {
  readonly orgId: string
  readonly kind: string
  readonly payload: unknown
  /** Who wanted it: a staff id, a key id, or `system`. */
  readonly createdBy: string
}

export interface Job extends JobOrder {
  readonly jobId: string
  readonly state: JobState
  readonly progress: unknown
  readonly result: unknown
  readonly problem: string | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

const jobState = z.enum(JOB_STATES)

/** In the transaction of the change that wants it; gives the job's id. */
export async function enqueueJob(tx: Tx, order: JobOrder, at: number): Promise<string> {
  const jobId = newUuid(at)
  await tx
    .insertInto('job')
    .values({
      ...{ org_id: order.orgId, job_id: jobId, kind: order.kind, created_by: order.createdBy, created_at: at },
      payload: JSON.stringify(order.payload ?? null),
    })
    .execute()
  return jobId
}

const COLUMNS = [
  ...(['org_id', 'job_id', 'kind', 'state', 'progress', 'payload', 'result', 'problem'] as const),
  ...(['created_by', 'created_at', 'started_at', 'finished_at'] as const),
]

export async function readJob(tx: Tx, orgId: string, jobId: string): Promise<Job | null> {
  const row = await tx
    .selectFrom('job')
    .select(COLUMNS)
    .where('org_id', '=', orgId)
    .where('job_id', '=', jobId)
    .executeTakeFirst()
  return row ? jobOf(row) : null
}

/** Newest first. */
export async function listJobs(tx: Tx, orgId: string, most = 100): Promise<Job[]> {
  const rows = await tx
    .selectFrom('job')
    .select(COLUMNS)
    .where('org_id', '=', orgId)
    .orderBy('created_at', 'desc')
    .orderBy('job_id', 'desc')
    .limit(most)
    .execute()
  return rows.map(jobOf)
}

/** True when it had not ended. A running one stops at its next report. */
export async function cancelJob(tx: Tx, job: { readonly orgId: string; readonly jobId: string }, at: number) {
  const result = await tx
    .updateTable('job')
    .set({ state: 'cancelled', finished_at: at })
    .where('org_id', '=', job.orgId)
    .where('job_id', '=', job.jobId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

export interface JobLease {
  readonly at: number
  readonly until: number
}

/** The oldest job that nobody runs, taken until the lease ends; one whose runner died comes again with its progress. */
export async function claimJob(database: Database, lease: JobLease): Promise<Job | null> {
  const due = await database.outside((tx) =>
    sql<{ org_id: string; job_id: string }>`select org_id, job_id from due_jobs(${lease.at}, 20)`.execute(tx),
  )
  for (const { org_id, job_id } of due.rows) {
    const row = await database.within([org_id], (tx) =>
      tx
        .updateTable('job')
        .set({ state: 'running', claimed_until: lease.until, started_at: sql`coalesce(started_at, ${lease.at})` })
        .where('org_id', '=', org_id)
        .where('job_id', '=', job_id)
        .where('state', 'in', ['queued', 'running'])
        .where('claimed_until', '<', lease.at)
        .returning(COLUMNS)
        .executeTakeFirst(),
    )
    if (row) return jobOf(row)
  }
  return null
}

/** False when it was cancelled meanwhile. */
export async function extendJob(database: Database, job: Job, change: { until: number; progress?: unknown }) {
  const progress = change.progress === undefined ? {} : { progress: JSON.stringify(change.progress) }
  const result = await database.within([job.orgId], (tx) =>
    tx
      .updateTable('job')
      .set({ claimed_until: change.until, ...progress })
      .where('org_id', '=', job.orgId)
      .where('job_id', '=', job.jobId)
      .where('state', '=', 'running')
      .executeTakeFirst(),
  )
  return Number(result.numUpdatedRows) > 0
}

export interface JobEnd {
  readonly at: number
  readonly result?: unknown
  readonly problem?: string
}

export async function endJob(database: Database, job: Job, end: JobEnd): Promise<void> {
  await database.within([job.orgId], (tx) =>
    tx
      .updateTable('job')
      .set({
        state: end.problem === undefined ? 'done' : 'failed',
        finished_at: end.at,
        result: end.result === undefined ? null : JSON.stringify(end.result),
        problem: end.problem ?? null,
      })
      .where('org_id', '=', job.orgId)
      .where('job_id', '=', job.jobId)
      .where('state', '=', 'running')
      .execute(),
  )
}

interface JobRow {
  org_id: string
  job_id: string
  kind: string
  state: string
  progress: unknown
  payload: unknown
  result: unknown
  problem: string | null
  created_by: string
  created_at: number
  started_at: number | null
  finished_at: number | null
}

const jobOf = (row: JobRow): Job => ({
  ...{ orgId: row.org_id, jobId: row.job_id, kind: row.kind, state: jobState.parse(row.state) },
  ...{ progress: row.progress, payload: row.payload, result: row.result, problem: row.problem },
  ...{ createdBy: row.created_by, createdAt: row.created_at, startedAt: row.started_at, finishedAt: row.finished_at },
})
