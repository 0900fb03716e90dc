/** How Chinese characters follow each other in texts: a bigram model that falls back on single characters. */
export interface CharacterModel {
  /** Log-probability of `next` after `before`; `before` '' = no character before it. */
  log(before: string, next: string): number
  isPair(before: string, next: string): boolean
  /** Neighbours of which no text knows that they are. */
  oddPairs(text: string): number
  followers(before: string): Iterable<string>
  readonly characters: Iterable<string>
}

const isHan = (character: string): boolean => character >= '\u3400' && character < '\ufb00'
/** So many imagined times is a character followed as in any text (Dirichlet prior). */
const PRIOR = 2
const UNSEEN = 0.1

export function createCharacterModel(texts: Iterable<string>): CharacterModel {
  const after = new Map<string, Map<string, number>>()
  const totals = new Map<string, number>()
  const singles = new Map<string, number>()
  let all = 0
  for (const text of texts) {
    let before = ''
    for (const character of text) {
      const isHere = isHan(character)
      if (isHere) {
        const row = after.get(before) ?? new Map<string, number>()
        row.set(character, (row.get(character) ?? 0) + 1)
        after.set(before, row)
        totals.set(before, (totals.get(before) ?? 0) + 1)
        singles.set(character, (singles.get(character) ?? 0) + 1)
        all += 1
      }
      before = isHere ? character : ''
    }
  }
  const isPair = (before: string, next: string): boolean => after.get(before)?.has(next) ?? false
  return {
    characters: singles.keys(),
    isPair,
    oddPairs(text) {
      let odd = 0
      for (let at = 1; at < text.length; at += 1) {
        const [before = '', next = ''] = [text[at - 1], text[at]]
        if (isHan(before) && isHan(next) && !isPair(before, next)) odd += 1
      }
      return odd
    },
    followers: (before) => after.get(before)?.keys() ?? [],
    log(before, next) {
      const single = ((singles.get(next) ?? 0) + UNSEEN) / (all + 1)
      const count = after.get(before)?.get(next) ?? 0
      return Math.log((count + PRIOR * single) / ((totals.get(before) ?? 0) + PRIOR))
    },
  }
}
