import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const FOLDER = join(import.meta.dirname, '../fixtures/offer-vectors')
const vector = z.looseObject({ id: z.string(), expect: z.looseObject({ status: z.string() }) })
export type OfferVector = z.infer<typeof vector>

/** The cases of every file of the folder, file by file. */
export function readVectors(): ReadonlyMap<string, readonly OfferVector[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'))
  return new Map(
    files.map((name) => {
      const lines = readFileSync(join(FOLDER, name), 'utf8').trim().split('\n')
      return [name, lines.map((line) => vector.parse(JSON.parse(line)))]
    }),
  )
}
