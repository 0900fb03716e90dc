import { type Saying, say } from './speech.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

interface Local {
  readonly day: number
  readonly month: number
  readonly date: number
  readonly hour: number
  readonly clock: string
}

function localOf(at: number, offsetMinutes: number): Local {
  const shifted = new Date(at + offsetMinutes * MINUTE_MS)
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    day: Math.floor((at + offsetMinutes * MINUTE_MS) / DAY_MS),
    month: shifted.getUTCMonth() + 1,
    date: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    clock: `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`,
  }
}

/** A day as people say it (today, yesterday, 11/22), in the shop's time, with the clock when asked. */
export function sayTime(at: number, saying: Saying, withClock = true): string {
  const offset = saying.context.shop.utcOffsetMinutes
  const local = localOf(at, offset)
  const distance = local.day - localOf(saying.context.now, offset).day
  const variables = new Map([
    ['date.month', String(local.month)],
    ['date.day', String(local.date)],
  ])
  const near =
    distance === 0
      ? 'date.today'
      : distance === -1
        ? 'date.yesterday'
        : distance === 1
          ? 'date.tomorrow'
          : 'date.format'
  const day = say(near, saying, { variables })
  return withClock ? `${day} ${local.clock}` : day
}

/** "This noon", "yesterday": when we last spoke of a thing. */
export function sayAgo(at: number, saying: Saying): string {
  const offset = saying.context.shop.utcOffsetMinutes
  const then = localOf(at, offset)
  const today = localOf(saying.context.now, offset)
  if (saying.context.now - at < 60 * MINUTE_MS) return say('time.ago.minutes', saying)
  if (then.day === today.day - 1) return say('date.yesterday', saying)
  if (then.day !== today.day) return say('time.ago.earlier', saying)
  if (then.hour < 11) return say('time.ago.morning', saying)
  return say(then.hour < 14 ? 'time.ago.noon' : 'time.ago.afternoon', saying)
}
