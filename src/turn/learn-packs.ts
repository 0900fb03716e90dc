import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Packs } from '../knowledge/index.ts'
import { CODE_VERSION } from './code-version.ts'
import type { KnowledgeViews } from './knowledge-view.ts'

export interface Lessons {
  readonly knowledge: Pick<KnowledgeViews, 'prime'>
  readonly packs: Packs
  /** Which packs go together, as shops subscribe to them. */
  readonly sets: readonly (readonly string[])[]
  /** Where trained models are kept. */
  readonly folder: string
  readonly later: (errand: () => void) => void
  readonly onProgress: (line: string) => void
}

/** Training takes seconds in which nothing else runs: before anybody comes. What this folder has learned before is read back later. */
export function learnPacks({ knowledge, packs, sets, folder, later, onProgress }: Lessons): void {
  const mark = join(folder, `${digestOf(packs)}.learned`)
  if (existsSync(mark)) {
    for (const set of sets) later(() => knowledge.prime(set))
    return
  }
  onProgress('learning the industry packs (once, this takes a while)')
  for (const set of sets) knowledge.prime(set)
  leaveMark(mark)
}

function digestOf({ list, lexicon, outOfScope }: Packs): string {
  return createHash('sha256')
    .update(JSON.stringify([CODE_VERSION, list.map(({ id, version, entries }) => [id, version, entries])]))
    .update(JSON.stringify([lexicon, outOfScope]))
    .digest('hex')
}

function leaveMark(mark: string): void {
  try {
    mkdirSync(dirname(mark), { recursive: true })
    writeFileSync(mark, '')
  } catch {
    // A read-only installation learns before every start.
    return
  }
}
