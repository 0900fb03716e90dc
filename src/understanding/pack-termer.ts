import type { Packs } from '../knowledge/index.ts'
import { createMender, createTermer, type Termer } from '../language/index.ts'

/** Reads texts with the words of all packs; what is typed by ear is mended by what their authors wrote. */
export function createPackTermer({ list, lexicon }: Packs): Termer {
  const entries = list.flatMap((pack) => pack.entries)
  const texts = entries.flatMap(({ phrasings, title }) => [...phrasings, title.zh ?? ''])
  const meant = { texts: [...texts, ...lexicon.segments], english: entries.flatMap(({ english }) => english) }
  return createTermer({ ...lexicon, mend: createMender(meant) })
}
