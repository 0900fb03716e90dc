import type { Clock } from '../kernel/clock.ts'
import { failed, type Result } from '../kernel/result.ts'
import { createConnectionPool } from './connection-pool.ts'
import type { EgressProblem, EgressRequest, EgressResponse } from './egress-request.ts'
import { exchange } from './exchange.ts'
import { readTarget, type Target, type TargetOptions } from './target.ts'

/** The one client to the outside. It never throws for what the outside does. */
export interface Egress {
  request(request: EgressRequest): Promise<Result<EgressResponse, EgressProblem>>
  /** May this address be called at all? For checking what somebody wants to register. Names are resolved at the call. */
  check(url: string): EgressProblem | null
  close(): void
}

export interface EgressOptions extends TargetOptions {
  readonly clock: Clock
  /** Open connections per host and port. */
  readonly maxPerHost?: number
}

const MOST_TARGETS = 5000

export function createEgress(options: EgressOptions): Egress {
  const pool = createConnectionPool(options.maxPerHost ?? 64)
  const targetOf = createTargets(options)
  return {
    async request(request) {
      const deadline = options.clock.now() + (request.timeoutMs ?? 10_000)
      let next = request
      for (let left = request.redirects ?? 0; ; left -= 1) {
        const target = targetOf(next.url)
        if (!target.ok) return target
        const timeoutMs = Math.max(1, deadline - options.clock.now())
        const outcome = await exchange({ ...next, timeoutMs }, target.value, pool)
        if (!outcome.ok || request.redirects === undefined || !isRedirect(outcome.value)) return outcome
        if (left <= 0) return failed({ kind: 'too-many-redirects', reason: 'too many redirects', bodySent: true })
        next = follow(next, outcome.value, target.value.url)
      }
    },
    check(url) {
      const target = readTarget(url, options)
      return target.ok ? null : target.problem
    },
    close: pool.close,
  }
}

/** Addresses as they were read: the same few are called again and again. */
function createTargets(options: EgressOptions): (url: string) => Result<Target, EgressProblem> {
  const targets = new Map<string, Result<Target, EgressProblem>>()
  return (url) => {
    const known = targets.get(url)
    if (known) return known
    if (targets.size >= MOST_TARGETS) targets.clear()
    const target = readTarget(url, options)
    // Only what was allowed is remembered: the named ports may grow while the process runs.
    if (target.ok) targets.set(url, target)
    return target
  }
}

const isRedirect = (response: EgressResponse): boolean =>
  [301, 302, 303, 307, 308].includes(response.status) && response.headers['location'] !== undefined

function follow(request: EgressRequest, response: EgressResponse, from: URL): EgressRequest {
  const location = response.headers['location'] ?? ''
  const url = URL.canParse(location, from.href) ? new URL(location, from.href) : null
  const headers = { ...request.headers }
  // What was meant for one host must not be read by another.
  if (url?.origin !== from.origin) for (const name of ['authorization', 'cookie']) delete headers[name]
  if (response.status === 307 || response.status === 308) return { ...request, headers, url: url?.href ?? location }
  const { body: _body, ...bodiless } = request
  return { ...bodiless, headers, method: 'GET', url: url?.href ?? location }
}
