const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** ISO 8601 with seconds and a zone, at most milliseconds → epoch ms; NaN for anything else, a day that does not exist included. */
export function readInstant(value: unknown): number {
  if (typeof value !== 'string') return Number.NaN
  const match = INSTANT.exec(value)
  if (match === null) return Number.NaN
  // Date.parse takes 30 February for 2 March.
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])))
  return day.getUTCMonth() + 1 === Number(match[2]) ? Date.parse(value) : Number.NaN
}
