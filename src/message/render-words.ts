import { z } from 'zod'

const line = z.string().min(1).max(200)

/**
 * The words that degrading needs, as data of the pack (packs/general/render.json) in the shop's language.
 * `{name}` marks are filled; `value` and `to` are formatted money or a local time.
 */
export const renderWords = z.object({
  price: line.describe('{value}'),
  priceFrom: line.describe('{value} {to}'),
  stock: line.describe('{value}'),
  soldOut: line,
  validUntil: line.describe('{to}'),
  validBetween: line.describe('{from} {to}'),
  quantity: line.describe('{value}'),
  total: line.describe('{value}'),
  state: line.describe('{value}'),
  parcel: line.describe('{company} {number}'),
  latest: line.describe('{at} {text}'),
  off: line.describe('{value} {threshold}'),
  offNoThreshold: line.describe('{value}'),
  image: line,
  video: line,
  file: line.describe('{value}'),
  miniProgram: line.describe('{value}'),
  more: line,
  chooseByNumber: line,
  fillIn: line.describe('{value}'),
  required: line,
  rate: line.describe('{value}'),
})
export type RenderWordLines = z.infer<typeof renderWords>

export interface RenderWords {
  readonly lines: RenderWordLines
  /** Times are written in the shop's own zone. */
  readonly utcOffsetMinutes: number
}

/** `fill('{a} of {b}', {a: '1', b: '2'})`; a mark that is not given stays empty. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** Epoch ms → `2026-11-22 18:05` on the shop's wall clock. */
export const localTime = (at: number, words: RenderWords): string =>
  new Date(at + words.utcOffsetMinutes * 60_000).toISOString().slice(0, 16).replace('T', ' ')
