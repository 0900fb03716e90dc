import { z } from 'zod'

/** Integer minor units of the shop's currency; fen for CNY. Never a float, never a string in between. */
export const money = z.object({ amount: z.int().min(-1e12).max(1e12), currency: z.string().length(3) })
export type Money = z.infer<typeof money>

const MINOR_DIGITS: Readonly<Record<string, number>> = { CNY: 2, USD: 2, EUR: 2, HKD: 2, GBP: 2, JPY: 0, KRW: 0 }
const SYMBOL: Readonly<Record<string, string>> = { CNY: '¥', USD: '$', EUR: '€', HKD: 'HK$', GBP: '£', JPY: 'JP¥' }

/** `{amount: 12990, currency: 'CNY'}` → `¥129.90`. */
export function formatMoney(value: Money): string {
  const digits = MINOR_DIGITS[value.currency] ?? 2
  const sign = value.amount < 0 ? '-' : ''
  const text = String(Math.abs(value.amount)).padStart(digits + 1, '0')
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return `${sign}${SYMBOL[value.currency] ?? `${value.currency} `}${whole}`
}
