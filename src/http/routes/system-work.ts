import { statfs } from 'node:fs/promises'
import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { rowId } from '../../kernel/ids.ts'
import type { Packs } from '../../knowledge/index.ts'
import { appendAudit } from '../../staff/index.ts'
import {
  BackupProblem,
  type BackupShelf,
  cancelJob,
  type Database,
  dropParkedEvent,
  enqueueJob,
  isOnlyOrganisation,
  listJobs,
  listParkedEvents,
  readServerVersions,
  readWorkState,
  replayParkedEvents,
  type Tx,
} from '../../storage/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import type { Route } from '../route.ts'
import { backupView, jobView, parkedView, showJob, showParked, workView } from '../views/system-views.ts'

export const BACKUP_JOB = 'backup'

export interface SystemWorkDeps {
  readonly database: Database
  readonly packs: Packs
  readonly dataDir: string
  readonly shelf: BackupShelf
}

const tag = 'System'
const place = z.strictObject({ handler: z.string().max(100), position: z.int().min(0) })
const name = z.string().regex(/^backup-[0-9TZ-]{10,40}$/)

/** What waits to be done, what could not be done, and the copies of everything. */
export const systemWorkRoutes = (deps: SystemWorkDeps): Route[] => [
  readWork(deps),
  listParked(deps),
  replayParked(deps),
  dropParked(),
  listJobsRoute(),
  cancelJobRoute(),
  listBackups(deps),
  makeBackup(),
  verifyBackupRoute(deps),
]

const readWork = ({ packs, dataDir }: SystemWorkDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/system/work',
    name: 'readSystemWork',
    summary: 'Handlers, timers and deliveries with what waits; versions; disk',
    tag,
    access: 'system:read',
    responses: { 200: workView },
    handler: async ({ orgId, at, read }) => {
      const { state, versions } = await read(async (tx) => ({
        state: await readWorkState(tx, orgId, at),
        versions: await readServerVersions(tx),
      }))
      const volume = await statfs(dataDir)
      const handlers = state.handlers.map((one) => ({
        ...one,
        behindSince: one.behindSince === null ? null : toIso(one.behindSince),
      }))
      const used = packs.list.map(({ id, version }) => ({ id, version: String(version) }))
      const disk = { free: volume.bavail * volume.bsize, total: volume.blocks * volume.bsize }
      return {
        status: 200,
        body: { ...state, handlers, versions: { node: process.version, ...versions, packs: used }, disk },
      }
    },
  })

const listParked = ({ database }: SystemWorkDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/system/parked-events',
    name: 'listParkedEvents',
    summary: 'Events that a handler could not handle, oldest first',
    tag,
    access: 'system:read',
    responses: { 200: z.strictObject({ items: z.array(parkedView) }) },
    handler: async ({ orgId }) => ({
      status: 200,
      body: { items: (await listParkedEvents(database, orgId)).map(showParked) },
    }),
  })

const replayParked = ({ database }: SystemWorkDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/system/parked-events/replay',
    name: 'replayParkedEvent',
    summary: 'Give a parked event its tries back',
    tag,
    access: 'system:write',
    audit: 'event.replayed',
    body: place,
    example: { handler: 'webhooks', position: 12 },
    responses: { 200: z.strictObject({ replayed: z.int() }) },
    handler: async ({ body, orgId, at, actor, commit }) => {
      const replayed = await replayParkedEvents(database, { ...body, orgId, at })
      if (replayed === 0) throw notFound()
      return commit(async (tx) => {
        const target = `${body.handler} ${body.position}`
        await appendAudit(tx, { orgId, actor, act: 'event.replayed', target, at })
        return { status: 200, body: { replayed } }
      })
    },
  })

const dropParked = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/system/parked-events/drop',
    name: 'dropParkedEvent',
    summary: 'Give a parked event up for good',
    tag,
    access: 'system:write',
    audit: 'event.dropped',
    body: place,
    example: { handler: 'webhooks', position: 12 },
    responses: { 200: z.strictObject({ dropped: z.int() }) },
    handler: ({ body, orgId, at, actor, commit }) =>
      commit(async (tx) => {
        const dropped = await dropParkedEvent(tx, { ...body, orgId })
        if (dropped === 0) throw notFound()
        const target = `${body.handler} ${body.position}`
        await appendAudit(tx, { orgId, actor, act: 'event.dropped', target, at })
        return { status: 200, body: { dropped } }
      }),
  })

const listJobsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/system/jobs',
    name: 'listJobs',
    summary: 'Work that runs beside the talk, newest first',
    tag,
    access: 'system:read',
    responses: { 200: z.strictObject({ items: z.array(jobView) }) },
    handler: async ({ orgId, read }) => ({
      status: 200,
      body: { items: (await read((tx) => listJobs(tx, orgId, 30))).map(showJob) },
    }),
  })

const cancelJobRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/system/jobs/:jobId/cancel',
    name: 'cancelJob',
    summary: 'Stop a job that waits or runs',
    tag,
    access: 'system:write',
    audit: 'job.cancelled',
    params: z.strictObject({ jobId: rowId }),
    responses: { 204: nothing },
    handler: ({ params, orgId, at, actor, commit }) =>
      commit(async (tx) => {
        if (!(await cancelJob(tx, { orgId, jobId: params.jobId }, at))) throw notFound()
        await appendAudit(tx, { orgId, actor, act: 'job.cancelled', target: params.jobId, at })
        return { status: 204, body: undefined }
      }),
  })

/** A backup holds every organisation: where there are several, the command line of the server is the door. */
async function refuseShared(tx: Tx): Promise<void> {
  if (await isOnlyOrganisation(tx)) return
  throw new XiaoerError({ code: 'forbidden', message: 'Several organisations share this installation: use the CLI.' })
}

const listBackups = ({ shelf }: SystemWorkDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/system/backups',
    name: 'listBackups',
    summary: 'Backups of this installation, newest first',
    tag,
    access: 'system:write',
    responses: { 200: z.strictObject({ folder: z.string(), items: z.array(backupView) }) },
    handler: async ({ read }) => {
      await read(refuseShared)
      return { status: 200, body: { folder: shelf.folder, items: shelf.list().map((one) => ({ ...one })) } }
    },
  })

const makeBackup = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/system/backups',
    name: 'makeBackup',
    summary: 'Begin a backup of the whole installation, as a job',
    tag,
    access: 'system:write',
    audit: 'backup.made',
    responses: { 202: z.strictObject({ jobId: z.string() }) },
    handler: ({ orgId, at, actor, commit }) =>
      commit(async (tx) => {
        await refuseShared(tx)
        const jobId = await enqueueJob(tx, { orgId, kind: BACKUP_JOB, payload: null, createdBy: actor.id }, at)
        await appendAudit(tx, { orgId, actor, act: 'backup.made', target: jobId, at })
        return { status: 202, body: { jobId } }
      }),
  })

const verifyBackupRoute = ({ shelf }: SystemWorkDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/system/backups/:name/verification',
    name: 'verifyBackup',
    summary: 'Read a backup back and compare every count and hash',
    tag,
    access: 'system:write',
    audit: 'backup.verified',
    params: z.strictObject({ name }),
    responses: { 200: z.strictObject({ intact: z.boolean(), problem: z.string().nullable() }) },
    handler: async ({ params, orgId, at, actor, read, commit }) => {
      await read(refuseShared)
      const problem = await problemOf(shelf, params.name)
      return commit(async (tx) => {
        const detail = { intact: problem === null }
        await appendAudit(tx, { orgId, actor, act: 'backup.verified', target: params.name, at, detail })
        return { status: 200, body: { intact: problem === null, problem } }
      })
    },
  })

async function problemOf(shelf: BackupShelf, wanted: string): Promise<string | null> {
  try {
    if (!(await shelf.verify(wanted))) throw notFound()
    return null
  } catch (error) {
    if (error instanceof BackupProblem) return error.message
    throw error
  }
}
