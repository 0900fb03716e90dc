import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../database.ts'
import { createPoll } from '../poll.ts'
import { claimJob, endJob, extendJob, type Job } from './job.store.ts'

export interface JobContext {
  /** Keeps the progress: a job whose process died begins again with it in `job.progress`. Throws when the job was cancelled. */
  report(progress: unknown): Promise<void>
  /** Aborted when the job was cancelled or the process stops. */
  readonly stopping: AbortSignal
}

/** Gives the result. At least once a job: it begins where `job.progress` says and may do its last step twice. */
export type JobHandler = (job: Job, context: JobContext) => Promise<unknown>

export interface JobRunner {
  /** Runs what waits, to the end. */
  drain(): Promise<void>
  start(): void
  /** Tells the running job to stop and waits; it is resumed by the next process. */
  stop(): Promise<void>
}

export interface JobRunnerOptions {
  readonly database: Database
  readonly handlers: Readonly<Record<string, JobHandler>>
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

const LEASE_MS = 60_000
const HEARTBEAT_MS = 15_000

class JobStopped extends Error {}

/** One job at a time a process: imports and exports must not take the machine from the talk. */
export function createJobRunner(options: JobRunnerOptions): JobRunner {
  let stop = new AbortController()
  const step = async (): Promise<boolean> => {
    const at = options.clock.now()
    const job = await claimJob(options.database, { at, until: at + LEASE_MS })
    if (job) await runJob(options, job, stop)
    return job !== null
  }
  const poll = createPoll({ step, onError: options.onError })
  return {
    drain: async () => {
      while (await step()) continue
    },
    start: () => {
      stop = new AbortController()
      poll.start()
    },
    stop: async () => {
      stop.abort()
      await poll.stop()
    },
  }
}

async function runJob(options: JobRunnerOptions, job: Job, shutDown: AbortController): Promise<void> {
  const { database, clock } = options
  const cancelled = new AbortController()
  const stopping = AbortSignal.any([cancelled.signal, shutDown.signal])
  const extend = async (progress?: unknown) => {
    const isOurs = await extendJob(database, job, { until: clock.now() + LEASE_MS, progress })
    if (!isOurs) cancelled.abort()
  }
  const heartbeat = setInterval(() => void extend().catch(options.onError), HEARTBEAT_MS)
  const report = async (progress: unknown) => {
    await extend(progress)
    if (stopping.aborted) throw new JobStopped()
  }
  try {
    const handler = options.handlers[job.kind]
    if (!handler) throw new Error(`nobody runs jobs of kind ${job.kind}`)
    const result = await handler(job, { report, stopping })
    await endJob(database, job, { at: clock.now(), result: result ?? null })
  } catch (error) {
    await settle(options, job, { error, stopping })
  } finally {
    clearInterval(heartbeat)
  }
}

async function settle(options: JobRunnerOptions, job: Job, end: { error: unknown; stopping: AbortSignal }) {
  const at = options.clock.now()
  // Given back at once: the next process need not wait for the lease.
  if (end.stopping.aborted) return void (await extendJob(options.database, job, { until: at - 1 }))
  const problem = end.error instanceof Error ? end.error.message : String(end.error)
  await endJob(options.database, job, { at, problem: problem.slice(0, 2000) })
}
