export { type Answer, type AnswerWhen, type Entry, type EntryOrigin, answer, answerWhen, entry } from './entry.ts'
export { loadPacks } from './load-packs.ts'
export type { Attribute, Lexicon, Pack, PackManifest, Speech } from './pack.ts'
export { createPacks, type Packs } from './packs.ts'
