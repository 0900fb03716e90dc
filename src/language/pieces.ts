import { createWordFinder } from './word-finder.ts'

/** Cuts a message at its commas, at blanks beside Han and at words that join two questions. Empty pieces are left out. */
export type Splitter = (raw: string) => readonly string[]

const SOFT_END = /[,，、]+|(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/u

export function createSplitter(joiners: readonly string[]): Splitter {
  const finder = createWordFinder(joiners.map((word) => [word, true] as const))
  return (raw) => {
    const pieces: string[] = []
    for (const part of raw.split(SOFT_END)) {
      let from = 0
      for (const { word, from: at } of finder.find(part)) {
        pieces.push(part.slice(from, at))
        from = at + word.length
      }
      pieces.push(part.slice(from))
    }
    return pieces.map((piece) => piece.trim()).filter((piece) => piece.length > 0)
  }
}
