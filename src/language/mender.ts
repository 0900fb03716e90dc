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

/** Learns how the trade writes, and mends what was typed by ear, in pinyin, or with a slip of the finger. */
export function createMender({ texts, english }: MenderTexts): Mend {
  const model = createCharacterModel(Array.from(texts, (text) => normalise(text).text))
  const words = new Set([...english].flatMap((text) => normalise(text).text.match(/[a-z]+/g) ?? []))
  const byEar = createSoundMender(model, (word) => words.has(word))
  const slips = createSlipMender(model)
  return (text) => slips(byEar(text))
}
