import { z } from 'zod'
import table from './columns.json' with { type: 'json' }
import type { MirrorKind } from '../../shop/index.ts'

const wordKind = z.enum(['boolean', 'orderState', 'parcelState', 'refundKind', 'refundState'])
export type WordKind = z.infer<typeof wordKind>

const column = z.object({
  names: z.array(z.string()).min(1),
  type: z.union([z.enum(['text', 'money', 'integer', 'instant', 'pairs', 'list']), wordKind]),
  required: z.boolean().default(false),
})
export type Column = z.infer<typeof column>

const kinds = z.enum(['products', 'orders', 'parcels', 'refunds', 'coupons', 'buyers'])

/** Header names, file names and words of states in both languages: data, so that a merchant's export is read as it is. */
export const COLUMNS = z
  .object({
    files: z.record(kinds, z.array(z.string())),
    kinds: z.record(kinds, z.record(z.string(), column)),
    words: z.record(wordKind, z.record(z.string(), z.array(z.string()))),
  })
  .parse(table)

/** By its name: `orders-2026.csv`. The longest known name in it counts; null when there is none. */
export function kindOfFile(fileName: string): MirrorKind | null {
  const name = fileName.toLowerCase()
  const matches = kinds.options.flatMap((kind) =>
    COLUMNS.files[kind].filter((known) => name.includes(known)).map((known) => ({ kind, length: known.length })),
  )
  return matches.sort((one, other) => other.length - one.length)[0]?.kind ?? null
}
