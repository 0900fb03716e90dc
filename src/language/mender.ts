import { createCharacterModel } from './character-model.ts'
import { normalise } from './normalise.ts'
import { createSlipMender } from './slip-mender.ts'
import { createSoundMender } from './sound-mender.ts'

/** From a text as `normalise` gives it to the same as it was meant. Pure. */
export type Mend = (text: string) => string

/** What is learned from: texts as their authors meant them, and English ones, whose words are not pinyin. */
export interface MenderTexts {
  readonly texts: Iterable<string>
  readonly english: Iterable<string>
}

const MOST_ODD = 4

/** Learns how the trade writes, and mends what was typed by ear, in pinyin, or with a slip of the finger. */
export function createMender({ texts, english }: MenderTexts): Mend {
  const model = createCharacterModel(Array.from(texts, (text) => normalise(text).text))
  const words = new Set([...english].flatMap((text) => normalise(text).text.match(/[a-z]+/g) ?? []))
  const byEar = createSoundMender(model, (word) => words.has(word))
  const slips = createSlipMender(model)
  return (text) => {
    // Where much is odd, it is another matter that is written of, and not a slip.
    const odd = model.oddPairs(text)
    const heard = odd <= MOST_ODD ? byEar(text) : text
    const left = heard === text ? odd : model.oddPairs(heard)
    return left > 0 && left <= MOST_ODD ? slips(heard) : heard
  }
}
