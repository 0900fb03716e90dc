import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Packs } from '../knowledge/index.ts'
import { CODE_VERSION } from './code-version.ts'
import type { KnowledgeViews } from './knowledge-view.ts'

/** Trains these sets elsewhere; `onLearned` after each. False: not all of them are kept now. */
export type LearnAside = (sets: readonly (readonly string[])[], onLearned: () => void) => Promise<boolean>

export interface Lessons {
  readonly knowledge: Pick<KnowledgeViews, 'prime'>
  readonly packs: Packs
  /** Which packs go together, as shops subscribe to them. */
  readonly sets: readonly (readonly string[])[]
  /** Where trained models are kept. */
  readonly folder: string
  readonly aside: LearnAside
  readonly later: (errand: () => void) => void
  readonly onProgress: (line: string) => void
}

/** Training takes seconds of a core for each set: before anybody comes, and once. What this folder has learned is read back later. */
export async function learnPacks(lessons: Lessons): Promise<void> {
  const { knowledge, packs, sets, folder, aside, later, onProgress } = lessons
  const mark = join(folder, `${digestOf(packs)}.learned`)
  if (!existsSync(mark)) {
    let learned = 0
    onProgress(`learning the industry packs (once): ${sets.length} sets, some seconds each`)
    const isKept = await aside(sets, () => {
      learned += 1
      onProgress(`learned ${learned} of ${sets.length} sets of packs`)
    })
    for (const set of sets) knowledge.prime(set)
    if (isKept) leaveMark(mark)
    return
  }
  for (const set of sets) later(() => knowledge.prime(set))
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
