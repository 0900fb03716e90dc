/** Finds known words in a text, longest first, without overlap. Built once for a lexicon and shared. */
export interface WordFinder<Value> {
  find(text: string): Found<Value>[]
}

export interface Found<Value> {
  readonly word: string
  readonly value: Value
  readonly from: number
}

export function createWordFinder<Value>(words: Iterable<readonly [string, Value]>): WordFinder<Value> {
  const known = new Map<string, Value>()
  const lengthsByFirst = new Map<string, number[]>()
  for (const [word, value] of words) {
    if (word.length === 0) continue
    known.set(word, value)
    const lengths = lengthsByFirst.get(word.charAt(0)) ?? []
    if (!lengths.includes(word.length)) lengths.push(word.length)
    lengthsByFirst.set(
      word.charAt(0),
      lengths.sort((a, b) => b - a),
    )
  }
  const longestAt = (text: string, from: number): Found<Value> | null => {
    for (const length of lengthsByFirst.get(text.charAt(from)) ?? []) {
      const word = text.slice(from, from + length)
      const value = known.get(word)
      if (value !== undefined) return { word, value, from }
    }
    return null
  }
  return {
    find(text) {
      const found: Found<Value>[] = []
      for (let from = 0; from < text.length; ) {
        const hit = longestAt(text, from)
        if (hit) found.push(hit)
        from += hit ? hit.word.length : 1
      }
      return found
    },
  }
}
