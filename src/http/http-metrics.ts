import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Route } from './route.ts'

export interface HttpMetrics {
  observe(route: Route, status: number, seconds: number): void
  refuse(code: string): void
}

const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30]

/** Adds the request metrics and the process's own to the registry that everyone shares. */
export function createHttpMetrics(registry: Registry, inFlight: () => number): HttpMetrics {
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'xiaoer_http_request_seconds',
    help: 'Requests by route template and status',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_S,
    registers: [registry],
  })
  const refused = new Counter({
    name: 'xiaoer_http_refused_total',
    help: 'Requests refused before their route, by code',
    labelNames: ['code'],
    registers: [registry],
  })
  new Gauge({
    name: 'xiaoer_http_in_flight',
    help: 'Requests being answered',
    registers: [registry],
    collect() {
      this.set(inFlight())
    },
  })
  // Looking a labelled series up costs more than the observation; a route has few statuses.
  const series = new Map<string, ReturnType<typeof duration.labels>>()
  return {
    observe(route, status, seconds) {
      const slot = `${route.name} ${status}`
      const known = series.get(slot) ?? duration.labels(route.method, route.path, String(status))
      series.set(slot, known)
      known.observe(seconds)
    },
    refuse: (code) => refused.inc({ code }),
  }
}
