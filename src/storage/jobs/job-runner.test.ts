import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { createManualClock } from '../../kernel/clock.ts'
import { newUuid } from '../../kernel/ids.ts'
import { cancelJob, claimJob, enqueueJob, type Job, listJobs, readJob } from './job.store.ts'
import { createJobRunner, type JobHandler } from './job-runner.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const clock = createManualClock(1_700_000_000_000)
let orgId = ''
beforeEach(() => {
  clock.advance(1000)
  orgId = newUuid(clock.now())
})

const runnerOf = (handler: JobHandler) =>
  createJobRunner({
    database: fresh.database,
    handlers: { count: handler },
    clock,
    onError: (error) => expect.fail(String(error)),
  })

const enqueue = (payload: unknown = { to: 3 }, kind = 'count') =>
  fresh.database.within([orgId], (tx) => enqueueJob(tx, { orgId, kind, payload, createdBy: 'system' }, clock.now()))

const read = (jobId: string): Promise<Job | null> => fresh.database.within([orgId], (tx) => readJob(tx, orgId, jobId))

test('runs a job with its payload and keeps its progress and its result', async () => {
  const jobId = await enqueue()
  expect(await read(jobId)).toMatchObject({ state: 'queued' })
  const runner = runnerOf(async (job, { report }) => {
    await report({ done: 1 })
    expect(await read(jobId)).toMatchObject({ state: 'running', progress: { done: 1 } })
    return { counted: job.payload }
  })
  await runner.drain()
  expect(await read(jobId)).toMatchObject({ state: 'done', result: { counted: { to: 3 } }, startedAt: clock.now() })
  const list = await fresh.database.within([orgId], (tx) => listJobs(tx, orgId))
  expect(list.map((job) => job.jobId)).toEqual([jobId])
})

test('a job that fails says why, and so does one that nobody runs', async () => {
  const failing = await enqueue()
  const unknown = await enqueue({}, 'unheard-of')
  await runnerOf(async () => {
    throw new Error('row 7 has no title')
  }).drain()
  expect(await read(failing)).toMatchObject({ state: 'failed', problem: 'row 7 has no title' })
  expect(await read(unknown)).toMatchObject({ state: 'failed', problem: 'nobody runs jobs of kind unheard-of' })
})

test('a job whose process died is taken up after the lease, with the progress that it had', async () => {
  const jobId = await enqueue()
  const dead = runnerOf(async (_job, { report }) => {
    await report({ done: 2 })
    await new Promise(() => undefined)
  })
  dead.drain().catch(() => expect.fail('it hangs'))
  await expect.poll(async () => (await read(jobId))?.progress).toEqual({ done: 2 })
  const seen: unknown[] = []
  const next = runnerOf(async (job) => void seen.push(job.progress))
  await next.drain()
  expect(seen).toEqual([])
  clock.advance(61_000)
  await next.drain()
  expect(seen).toEqual([{ done: 2 }])
  expect(await read(jobId)).toMatchObject({ state: 'done' })
})

test('a cancelled job does not begin, and a running one stops at its next report', async () => {
  const waiting = await enqueue()
  const cancel = (jobId: string) => fresh.database.within([orgId], (tx) => cancelJob(tx, { orgId, jobId }, clock.now()))
  expect(await cancel(waiting)).toBe(true)
  const running = await enqueue()
  const steps: string[] = []
  await runnerOf(async (job, { report }) => {
    steps.push(job.jobId)
    await cancel(job.jobId)
    await report({ done: 1 })
    steps.push('never')
  }).drain()
  expect(steps).toEqual([running])
  expect(await read(running)).toMatchObject({ state: 'cancelled' })
  expect(await cancel(running)).toBe(false)
})

test('stopping gives the job back for the next process', async () => {
  const jobId = await enqueue()
  const runner = runnerOf(async (_job, { stopping, report }) => {
    await report({ done: 1 })
    await new Promise((resolve) => stopping.addEventListener('abort', resolve))
    await report({ done: 2 })
  })
  runner.start()
  await expect.poll(async () => (await read(jobId))?.progress).toEqual({ done: 1 })
  await runner.stop()
  expect(await read(jobId)).toMatchObject({ state: 'running', progress: { done: 2 } })
  await runnerOf(async (job) => job.progress).drain()
  expect(await read(jobId)).toMatchObject({ state: 'done', result: { done: 2 } })
})

test('two runners take a job once', async () => {
  await enqueue()
  const lease = { at: clock.now(), until: clock.now() + 1000 }
  const claims = await Promise.all([claimJob(fresh.database, lease), claimJob(fresh.database, lease)])
  expect(claims.filter((job) => job?.orgId === orgId)).toHaveLength(1)
})
