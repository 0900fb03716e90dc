import { editDistance, normalise } from '../language/index.ts'

export interface PhrasingOwner {
  readonly entryId: string
  readonly phrasing: string
}

export interface PhrasingTwin extends PhrasingOwner {
  /** 0 = the same once marks and case are gone. */
  readonly distance: number
}

/** Emoji and marks alone stay as they are: nothing else tells them apart. */
export const plain = (text: string): string => normalise(text).text.replaceAll(' ', '') || text.trim()

/**
 * Finds phrasings nearly equal to one, among many, without comparing it with all: twins share most pairs of characters.
 * Build once, ask often.
 */
export function createPhrasingLookup(phrasings: readonly PhrasingOwner[]) {
  const texts = phrasings.map((one) => plain(one.phrasing))
  const byPair = new Map<string, number[]>()
  texts.forEach((text, index) => {
    for (const pair of pairsOf(text)) {
      const list = byPair.get(pair)
      if (list) list.push(index)
      else byPair.set(pair, [index])
    }
  })
  return {
    /** Within `most` (normalised edit distance), nearest first. */
    twins(phrasing: string, most: number): PhrasingTwin[] {
      const text = plain(phrasing)
      const candidates = sharing(byPair, text)
      return candidates
        .flatMap((index) => {
          const owner = phrasings[index]
          const other = texts[index] ?? ''
          const longest = Math.max(text.length, other.length)
          if (!owner || Math.abs(text.length - other.length) > most * longest) return []
          const distance = editDistance(text, other)
          return distance <= most ? [{ ...owner, distance }] : []
        })
        .sort((a, b) => a.distance - b.distance)
    },
  }
}

/** A common pair would drag in thousands: the rarest few pairs of a text are enough to find its twins. */
const RAREST = 4

function sharing(byPair: ReadonlyMap<string, number[]>, text: string): number[] {
  const lists = [...pairsOf(text)].map((pair) => byPair.get(pair) ?? []).filter((list) => list.length > 0)
  const rarest = lists.sort((a, b) => a.length - b.length).slice(0, RAREST)
  return [...new Set(rarest.flat())]
}

function pairsOf(text: string): Set<string> {
  if (text.length < 2) return new Set([text])
  return new Set(Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2)))
}
