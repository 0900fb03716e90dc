import { z } from 'zod'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** A named period. All that is given must hold; nothing given = always. Times of day and weekdays are the shop's. */
export const validityRule = z.strictObject({
  /** Epoch ms, half open; any of them. */
  ranges: z
    .array(z.strictObject({ from: z.int().nullable(), to: z.int().nullable() }))
    .min(1)
    .max(50)
    .optional(),
  /** 0 = Sunday … 6 = Saturday: the day on which an interval of hours begins. */
  weekdays: z.array(z.int().min(0).max(6)).min(1).max(7).optional(),
  /** Half open; `to` before `from` runs over midnight; equal ends are the whole day. */
  hours: z
    .array(z.strictObject({ from: time, to: time }))
    .min(1)
    .max(24)
    .optional(),
})
export type ValidityRule = z.infer<typeof validityRule>

const MINUTE = 60_000
const DAY_MINUTES = 1440
// 1 January 1970 was a Thursday.
const FIRST_WEEKDAY = 4

/** `offsetMinutes` east of UTC, as the shop's settings have it. */
export function isValid(rule: ValidityRule, at: number, offsetMinutes: number): boolean {
  if (rule.ranges && !rule.ranges.some((range) => isInRange(range, at))) return false
  const localMinutes = Math.floor(at / MINUTE) + offsetMinutes
  const minute = modulo(localMinutes, DAY_MINUTES)
  const weekday = modulo(Math.floor(localMinutes / DAY_MINUTES) + FIRST_WEEKDAY, 7)
  const isOnDay = (day: number) => !rule.weekdays || rule.weekdays.includes(modulo(day, 7))
  if (!rule.hours) return isOnDay(weekday)
  return rule.hours.some(({ from, to }) => {
    const [start, end] = [minutesOf(from), minutesOf(to)]
    if (start < end) return minute >= start && minute < end && isOnDay(weekday)
    if (start === end) return isOnDay(weekday)
    return (minute >= start && isOnDay(weekday)) || (minute < end && isOnDay(weekday - 1))
  })
}

/** The last moment at which the rule can hold; null = no end. */
export const endOf = (rule: ValidityRule): number | null => {
  if (!rule.ranges || rule.ranges.some((range) => range.to === null)) return null
  return Math.max(...rule.ranges.map((range) => range.to ?? 0))
}

const isInRange = (range: { from: number | null; to: number | null }, at: number): boolean =>
  (range.from === null || at >= range.from) && (range.to === null || at < range.to)

const modulo = (value: number, by: number): number => ((value % by) + by) % by
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
