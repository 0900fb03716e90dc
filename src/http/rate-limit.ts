/** One token bucket a caller: a minute's allowance may come at once, then it drips. */
export interface RateLimit {
  /** Seconds to wait; 0 = go ahead. */
  take(caller: string, at: number): number
}

const MOST_CALLERS = 50_000

interface Bucket {
  tokens: number
  at: number
}

/** `perMinute` 0 switches it off. */
export function createRateLimit(perMinute: number): RateLimit {
  if (perMinute === 0) return { take: () => 0 }
  const buckets = new Map<string, Bucket>()
  const perMs = perMinute / 60_000
  return {
    take(caller, at) {
      const bucket = buckets.get(caller) ?? addBucket(buckets, caller, { tokens: perMinute, at })
      bucket.tokens = Math.min(perMinute, bucket.tokens + Math.max(0, at - bucket.at) * perMs)
      bucket.at = at
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000))
      bucket.tokens -= 1
      return 0
    },
  }
}

// The oldest caller is forgotten first: at worst he gets a fresh allowance.
function addBucket(buckets: Map<string, Bucket>, caller: string, bucket: Bucket): Bucket {
  const oldest = buckets.size >= MOST_CALLERS ? buckets.keys().next().value : undefined
  if (oldest !== undefined) buckets.delete(oldest)
  buckets.set(caller, bucket)
  return bucket
}
