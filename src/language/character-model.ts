/** How Chinese characters follow each other in texts: a bigram model that falls back on single characters. */
export interface CharacterModel {
  /** Log-probability of `next` after `before`; `before` '' = no character before it. */
  log(before: string, next: string): number
  isPair(before: string, next: string): boolean
  followers(before: string): Iterable<string>
  readonly characters: Iterable<string>
}

const HAN = /[\u3400-\ufaff]/u
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
      const isHan = HAN.test(character)
      if (isHan) {
        const row = after.get(before) ?? new Map<string, number>()
        row.set(character, (row.get(character) ?? 0) + 1)
        after.set(before, row)
        totals.set(before, (totals.get(before) ?? 0) + 1)
        singles.set(character, (singles.get(character) ?? 0) + 1)
        all += 1
      }
      before = isHan ? character : ''
    }
  }
  return {
    characters: singles.keys(),
    isPair: (before, next) => after.get(before)?.has(next) ?? false,
    followers: (before) => after.get(before)?.keys() ?? [],
    log(before, next) {
      const single = ((singles.get(next) ?? 0) + UNSEEN) / (all + 1)
      const count = after.get(before)?.get(next) ?? 0
      return Math.log((count + PRIOR * single) / ((totals.get(before) ?? 0) + PRIOR))
    },
  }
}
