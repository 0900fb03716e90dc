const S = 1000
const MINUTE = 60 * S
const HOUR = 60 * MINUTE

/** The schedule of Standard Webhooks 1.0: ten tries over 75 hours and a half. Entry n is the wait after try n. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * S,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/**
 * When to try again after `attempt` tries, the last one at `at`; null when all ten were made. `random` in 0…1 spreads the
 * wait by ±20 %, so that a receiver that comes back is not met by everybody at once.
 */
export function nextAttemptAt(attempt: number, at: number, random: number): number | null {
  const delay = RETRY_DELAYS_MS[attempt - 1]
  return delay === undefined ? null : at + Math.round(delay * (0.8 + 0.4 * random))
}
