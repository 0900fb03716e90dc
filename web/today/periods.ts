import type { Period } from '../api/figures.ts'

export const SPANS = ['today', 'yesterday', 'week'] as const
export type Span = (typeof SPANS)[number]

export const isSpan = (word: string | undefined): word is Span => SPANS.some((span) => span === word)

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export interface Compared {
  readonly now: Period
  /** As long, right before: what it is held against. */
  readonly before: Period
}

/** Days of this person's own clock; "now" stands still for a minute, so that both periods are asked for once. */
export function periodsOf(span: Span, at: number): Compared {
  const now = Math.ceil(at / MINUTE_MS) * MINUTE_MS
  const midnight = new Date(at).setHours(0, 0, 0, 0)
  if (span === 'yesterday')
    return {
      now: { from: midnight - DAY_MS, to: midnight },
      before: { from: midnight - 2 * DAY_MS, to: midnight - DAY_MS },
    }
  if (span === 'week')
    return {
      now: { from: midnight - 6 * DAY_MS, to: now },
      before: { from: midnight - 13 * DAY_MS, to: now - 7 * DAY_MS },
    }
  return { now: { from: midnight, to: now }, before: { from: midnight - DAY_MS, to: now - DAY_MS } }
}
