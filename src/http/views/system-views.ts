import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { JOB_STATES, type Job, listParkedEvents } from '../../storage/index.ts'
import { instantOut } from '../fields.ts'

const counted = z.int()

export const workView = z.strictObject({
  handlers: z.array(
    z.strictObject({ handler: z.string(), behind: counted, behindSince: instantOut.nullable(), parked: counted }),
  ),
  timers: z.strictObject({ pending: counted, overdue: counted }),
  deliveries: z.strictObject({ due: counted, overdue: counted, dead: counted }),
  versions: z.strictObject({
    node: z.string(),
    postgres: z.string(),
    migrations: counted,
    packs: z.array(z.strictObject({ id: z.string(), version: z.string() })),
  }),
  /** Bytes of the volume that holds the data folder. */
  disk: z.strictObject({ free: z.number(), total: z.number() }),
})

export const parkedView = z.strictObject({
  handler: z.string(),
  position: counted,
  type: z.string(),
  attempts: counted,
  reason: z.string().nullable(),
  at: instantOut,
})
type Parked = Awaited<ReturnType<typeof listParkedEvents>>[number]

/** Without the event's body: it may hold what a buyer said. */
export const showParked = ({ handler, position, attempts, reason, event }: Parked) => ({
  ...{ handler, position, attempts, reason },
  type: event.type,
  at: toIso(event.at),
})

const progress = z.object({ done: counted, total: counted }).catch({ done: 0, total: 0 })

export const jobView = z.strictObject({
  jobId: z.string(),
  kind: z.string(),
  state: z.enum(JOB_STATES),
  done: counted,
  total: counted,
  problem: z.string().nullable(),
  createdAt: instantOut,
  finishedAt: instantOut.nullable(),
})

export const showJob = (job: Job) => ({
  ...{ jobId: job.jobId, kind: job.kind, state: job.state, problem: job.problem },
  ...progress.parse(job.progress),
  createdAt: toIso(job.createdAt),
  finishedAt: job.finishedAt === null ? null : toIso(job.finishedAt),
})

export const backupView = z.strictObject({
  name: z.string(),
  writtenAt: z.string(),
  tables: counted,
  rows: counted,
  bytes: z.number(),
})
