const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const locale = (language: string): string => (language === 'en' ? 'en-GB' : 'zh-CN')

/** Times as this person's own clock has them. */
export function sayAgo(at: string, language: string): string {
  const then = Date.parse(at)
  const gone = Date.now() - then
  const relative = new Intl.RelativeTimeFormat(locale(language), { numeric: 'auto' })
  if (Math.abs(gone) < MINUTE_MS) return relative.format(0, 'minute')
  if (Math.abs(gone) < HOUR_MS) return relative.format(-Math.round(gone / MINUTE_MS), 'minute')
  if (Math.abs(gone) < DAY_MS) return relative.format(-Math.round(gone / HOUR_MS), 'hour')
  if (Math.abs(gone) < 7 * DAY_MS) return relative.format(-Math.round(gone / DAY_MS), 'day')
  return sayDay(at, language)
}

export const sayInstant = (at: string, language: string): string =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at))

export const sayDay = (at: string, language: string): string =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium' }).format(new Date(at))

/** Where the year is plain. */
export const sayShortDay = (at: string, language: string): string =>
  new Intl.DateTimeFormat(locale(language), { month: 'numeric', day: 'numeric' }).format(new Date(at))

export const sayClock = (at: string, language: string): string =>
  new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at))

export interface Money {
  readonly amount: number
  readonly currency: string
}

/** Minor units as the currency writes them. */
export function sayMoney({ amount, currency }: Money, language: string): string {
  const format = new Intl.NumberFormat(locale(language), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

export const sayCount = (count: number, language: string): string =>
  new Intl.NumberFormat(locale(language)).format(count)

export const sayShare = (share: number, language: string): string =>
  new Intl.NumberFormat(locale(language), { style: 'percent', maximumFractionDigits: 1 }).format(share)
