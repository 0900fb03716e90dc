import type { CharacterModel } from './character-model.ts'

/** What a change must be worth (nats) to be taken for what was meant: fingers change places oftener than they forget. */
const WORTH = { swap: 6, less: 11, more: 10 } as const
const MOST_SLIPS = 2
/** Longer texts have enough that is right. */
const LONGEST = 40
const REACH = 3

/**
 * Mends slips of a finger in Chinese: two characters that changed places, one left out, one too many. Only beside a pair that
 * the model never met, and only where the text becomes much likelier. Pure; expects what `normalise` gives.
 */
export function createSlipMender(model: CharacterModel): (text: string) => string {
  return (text) => {
    if (text.length > LONGEST) return text
    let mended = text
    for (let slips = 0; slips < MOST_SLIPS; slips += 1) {
      const better = bestChange(mended, model)
      if (better === null) return mended
      mended = better
    }
    return mended
  }
}

function bestChange(text: string, model: CharacterModel): string | null {
  let [best, most]: [string | null, number] = [null, 0]
  for (let at = 0; at + 1 < text.length; at += 1) {
    const [one = '', two = ''] = [text[at], text[at + 1]]
    if (!isHan(one) || !isHan(two) || !isOdd(text, at, model)) continue
    const [head, tail] = [text.slice(0, at), text.slice(at + 2)]
    for (const { middle, cost } of changes(one, two, model)) {
      const changed = head.slice(-1) + middle + tail.slice(0, 1)
      if (model.oddPairs(changed) > 0) continue
      const gain = gainOf({ head, tail, was: one + two, is: middle }, model) - cost
      if (gain > most) [best, most] = [head + middle + tail, gain]
    }
  }
  return best
}

/** No text has these two, or one of them and its neighbour, side by side. */
function isOdd(text: string, at: number, model: CharacterModel): boolean {
  for (let place = Math.max(0, at - 1); place <= at + 1 && place + 1 < text.length; place += 1) {
    const [one = '', two = ''] = [text[place], text[place + 1]]
    if (isHan(one) && isHan(two) && !model.isPair(one, two)) return true
  }
  return false
}

function changes(one: string, two: string, model: CharacterModel): { middle: string; cost: number }[] {
  const swapped = { middle: two + one, cost: WORTH.swap }
  if (model.isPair(one, two)) return [swapped]
  const between = [...model.followers(one)].filter((other) => model.isPair(other, two))
  return [
    swapped,
    ...[one, two].map((middle) => ({ middle, cost: WORTH.less })),
    ...between.map((other) => ({ middle: one + other + two, cost: WORTH.more })),
  ]
}

interface Change {
  readonly head: string
  readonly tail: string
  readonly was: string
  readonly is: string
}

/** By how much the neighbourhood becomes likelier, a character more or less counted as an average one. */
function gainOf({ head, tail, was, is }: Change, model: CharacterModel): number {
  const [before, after] = [head.slice(-REACH), tail.slice(0, REACH)]
  const [old, fresh] = [was, is].map((middle) => likelihood(before + middle + after, model))
  return (fresh ?? 0) - (old ?? 0) - (was.length - is.length) * AVERAGE
}

/** Nats that a character costs on average in texts that are meant so: leaving one out must not pay by itself. */
const AVERAGE = 4

function likelihood(text: string, model: CharacterModel): number {
  let [sum, before] = [0, '']
  for (const character of text) {
    const isHere = isHan(character)
    if (isHere) sum += model.log(before, character)
    before = isHere ? character : ''
  }
  return sum
}

const isHan = (character: string): boolean => character >= '\u3400' && character < '\ufb00'
