import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const scenarios = z.array(z.object({ phrasings: z.array(z.string()) }))
const PACKS = join(import.meta.dirname, '..', 'packs')

/** What buyers really ask: every phrasing of every scenario in the packs. */
export function readQuestions(): string[] {
  const folders = ['general', 'apparel'].map((pack) => join(PACKS, pack, 'scenarios'))
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  return files.flatMap((file) =>
    scenarios.parse(JSON.parse(readFileSync(file, 'utf8'))).flatMap(({ phrasings }) => phrasings),
  )
}

/** Mulberry32: the same seed, the same talk. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
