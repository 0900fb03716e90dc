export interface LoadReport {
  readonly acknowledged: number
  /** What else came back, by status (0: the connection broke). */
  readonly others: Readonly<Record<string, number>>
  readonly seconds: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** Turn → when its message was meant to be sent (ms since the epoch, with fractions). */
export type Asked = Readonly<Record<string, number>>

export const nowMs = (): number => performance.timeOrigin + performance.now()

/** Counts answers and how long they took. */
export function createTally() {
  const startedAt = nowMs()
  const latencies: number[] = []
  const others: Record<string, number> = {}
  const asked: Record<string, number> = {}
  return {
    acknowledge(meantAt: number, turnId?: string): void {
      latencies.push(nowMs() - meantAt)
      if (turnId) asked[turnId] = meantAt
    },
    refuse(status: string | number): void {
      others[status] = (others[status] ?? 0) + 1
    },
    asked: (): Asked => asked,
    report(): LoadReport {
      const seconds = (nowMs() - startedAt) / 1000
      return { acknowledged: latencies.length, others, seconds, ...percentiles(latencies) }
    },
  }
}

export type Tally = ReturnType<typeof createTally>

export function percentiles(latencies: readonly number[]) {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.floor(sorted.length * share)] ?? sorted.at(-1) ?? 0) * 100) / 100
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) }
}
