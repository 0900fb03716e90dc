import type { EffectiveSettings } from '../shop/index.ts'

type Block = EffectiveSettings['hours'][number]

const DAY_MINUTES = 1440
const SUNDAY_1970_01_04 = 3 * 86_400_000

/** Whether people answer at this instant; several blocks a day, blocks may run over midnight. No blocks: always. */
export function isWithinHours(hours: readonly Block[], at: number, offsetMinutes: number): boolean {
  if (hours.length === 0) return true
  const local = Math.floor(at / 60_000) + offsetMinutes
  const minute = local % DAY_MINUTES
  const day = (Math.floor(local / DAY_MINUTES) + 4) % 7
  return hours.some((block) => covers(block, day, minute))
}

function covers({ days, from, to }: Block, day: number, minute: number): boolean {
  const start = minutesOf(from)
  const end = minutesOf(to)
  if (start < end) return days.includes(day) && minute >= start && minute < end
  const yesterday = (day + 6) % 7
  return (days.includes(day) && minute >= start) || (days.includes(yesterday) && minute < end)
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** "09:00–23:00", with weekdays in the shop's language where not every day is alike: "Mon – Fri 09:00–18:00". */
export const hoursText = (hours: readonly Block[], language: 'zh' | 'en'): string =>
  hours
    .map(({ days, from, to }) => `${days.length === 7 ? '' : `${daysText(days, language)} `}${from}–${to}`)
    .join(', ')

/** Neighbouring days as a run, the week from Monday on; Intl knows how each language says it. */
function daysText(days: readonly number[], language: 'zh' | 'en'): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en'
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  const instant = (day: number) => SUNDAY_1970_01_04 + day * 86_400_000
  const runs: { first: number; last: number }[] = []
  for (const day of days.map((one) => (one === 0 ? 7 : one)).toSorted((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run && day === run.last + 1) run.last = day
    else runs.push({ first: day, last: day })
  }
  const names = runs.flatMap(({ first, last }) => {
    if (last > first + 1) return weekday.formatRange(instant(first), instant(last))
    return (first === last ? [first] : [first, last]).map((day) => weekday.format(instant(day)))
  })
  return new Intl.ListFormat(locale, { style: 'short', type: 'conjunction' }).format(names)
}
