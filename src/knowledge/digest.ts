import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Entry } from './entry.ts'
import type { Pack } from './pack.ts'

/** What a shop had when it subscribed: scenario → digest of its wording, answer → digest of its texts and conditions. */
export const packDigests = z.record(
  z.string(),
  z.object({ scenario: z.string(), answers: z.record(z.string(), z.string()) }),
)
export type PackDigests = z.infer<typeof packDigests>

export const digestPack = (pack: Pack): PackDigests =>
  Object.fromEntries(pack.entries.map((item) => [item.entryId, digestEntry(item)]))

function digestEntry({ answers, ...wording }: Entry): PackDigests[string] {
  return {
    scenario: digest(wording),
    answers: Object.fromEntries(answers.map((item, order) => [item.id, digest([order, item])])),
  }
}

export const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(ordered(value)))
    .digest('hex')
    .slice(0, 16)

/** Keys in one order: jsonb does not keep the order in which they were written. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, ordered(inner)]))
}
