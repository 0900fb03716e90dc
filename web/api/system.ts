import type { z } from 'zod'
import type { backupView, jobView, parkedView, workView } from '../../src/http/views/system-views.ts'
import { get, post } from './request.ts'
import type { Listed, Page } from './shapes.ts'

export interface Health {
  readonly isReady: boolean
  readonly version: string
  readonly startedAt: string
  readonly memoryBytes: number
  readonly lagP99Seconds: number
  readonly requests: number
  readonly requestSeconds: number
  readonly inFlight: number
}

/** What the server says of itself: its readiness and the metrics that Prometheus reads. */
export async function readHealth(): Promise<Health> {
  const [ready, metrics] = await Promise.all([fetch('/readyz'), fetch('/metrics')])
  const { version = '—' }: { version?: string } = await ready.json()
  const sumOf = sums(await metrics.text())
  return {
    isReady: ready.ok,
    version,
    startedAt: new Date(sumOf('process_start_time_seconds') * 1000).toISOString(),
    memoryBytes: sumOf('process_resident_memory_bytes'),
    lagP99Seconds: sumOf('nodejs_eventloop_lag_p99_seconds'),
    requests: sumOf('xiaoer_http_request_seconds_count'),
    requestSeconds: sumOf('xiaoer_http_request_seconds_sum'),
    inFlight: sumOf('xiaoer_http_in_flight'),
  }
}

/** `name{labels} value` lines, added up over their labels. */
function sums(text: string): (name: string) => number {
  const total = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [, name, value] = /^([a-z_0-9]+)(?:\{.*\})? ([-+0-9.e]+)/.exec(line) ?? []
    if (name && value) total.set(name, (total.get(name) ?? 0) + Number(value))
  }
  return (name) => total.get(name) ?? 0
}

export interface DeadDelivery {
  readonly deliveryId: string
  readonly state: string
  readonly reason: string | null
  readonly createdAt: string
}
export const listDeadDeliveries = (): Promise<Page<DeadDelivery>> => get('/deliveries/dead', { limit: 50 })
export const replayDelivery = (id: string): Promise<unknown> => post(`/deliveries/${id}/replay`)

export const readWork = (): Promise<z.infer<typeof workView>> => get('/system/work')
type Parked = z.infer<typeof parkedView>
export const listParked = (): Promise<Listed<Parked>> => get('/system/parked-events')
export const replayParked = ({ handler, position }: Parked): Promise<unknown> =>
  post('/system/parked-events/replay', { handler, position })
export const dropParked = ({ handler, position }: Parked): Promise<unknown> =>
  post('/system/parked-events/drop', { handler, position })
export const listJobs = (): Promise<Listed<z.infer<typeof jobView>>> => get('/system/jobs')
export const cancelJob = (jobId: string): Promise<unknown> => post(`/system/jobs/${jobId}/cancel`)
export const listBackups = (): Promise<Listed<z.infer<typeof backupView>> & { readonly folder: string }> =>
  get('/system/backups')
export const makeBackup = (_wanted: null): Promise<unknown> => post('/system/backups')
export const verifyBackup = (name: string): Promise<{ readonly intact: boolean; readonly problem: string | null }> =>
  post(`/system/backups/${name}/verification`)
