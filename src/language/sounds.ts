import { pinyin } from 'pinyin-pro'
import { isSyllable } from './syllables.ts'

/** One sound of a text, and what was written for it: a Chinese character, a syllable of pinyin, or anything else. */
export interface Sound {
  readonly written: string
  /** The same for what sounds alike; 0 = nothing that is heard as a syllable. */
  readonly sound: number
  readonly isSpelled: boolean
  /** What stood before it and is not heard: blanks. */
  readonly blank: string
}

/**
 * How a text sounds: each Chinese character by its usual reading, and words that are pinyin from end to end by their syllables;
 * tones, and what southern speakers mix (zh and z, n and l, -ng and -n), count as one. Expects what `normalise` gives. Words
 * that `isEnglish` knows are not pinyin.
 */
export function soundsOf(text: string, isEnglish: (word: string) => boolean = () => false): Sound[] {
  const runs = [...text.matchAll(RUNS)].map(([, blank = '', written = '']) => ({ blank, written }))
  const spelled = runs.map(({ written }) => (isLatin(written) && !isEnglish(written) ? spell(written) : null))
  // "can she" is English as long as anything beside it is.
  const mayBePinyin = HAN.test(text) || runs.every(({ written }, i) => !isLatin(written) || spelled[i])
  return runs.flatMap(({ blank, written }, i) => {
    const syllables = mayBePinyin ? spelled[i] : null
    if (syllables) return syllables.map((one, k) => soundOf(one, { isSpelled: true, blank: k === 0 ? blank : '' }))
    if (HAN.test(written)) {
      return Array.from(written, (one, k) => soundOf(one, { isSpelled: false, blank: k === 0 ? blank : '' }))
    }
    return [{ written, sound: 0, isSpelled: false, blank }]
  })
}

const RUNS = /(\s*)([\u3400-\ufaff]+|[a-z]+|[^\s\u3400-\ufaffa-z]+)/gu
const HAN = /[\u3400-\ufaff]/u
const isLatin = (run: string): boolean => /^[a-z]/.test(run)

const soundOf = (written: string, how: Pick<Sound, 'isSpelled' | 'blank'>): Sound => ({
  written,
  ...how,
  sound: how.isSpelled ? numberOf(written) : soundOfCharacter(written),
})

/** Looked up once for each character; -1 = not yet. */
const known = new Int32Array(0x1_0000).fill(-1)

function soundOfCharacter(character: string): number {
  const unit = character.charCodeAt(0)
  const before = known[unit] ?? 0
  if (before >= 0) return before
  const said = pinyin(character, { toneType: 'none', v: true })
  return (known[unit] = isSyllable(said) ? numberOf(said) : 0)
}

/** Of all its readings. */
export const soundsOfCharacter = (character: string): ReadonlySet<number> =>
  new Set(
    pinyin(character, { toneType: 'none', v: true, multiple: true, type: 'array' }).filter(isSyllable).map(numberOf),
  )

/** Never 0, the same on every machine. */
function numberOf(syllable: string): number {
  let hash = 0x2545f491
  for (const letter of fold(syllable)) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return (hash >>> 1) | 1
}

const fold = (syllable: string): string =>
  syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/([aei])ng$/, '$1n')

const LONGEST = 6
/** A longer word is no pinyin that anyone types in one piece. */
const LONGEST_WORD = 24

/** Syllables of a word of pinyin, long ones first; null where it is none. */
function spell(word: string): string[] | null {
  if (word === '') return []
  if (word.length > LONGEST_WORD) return null
  for (let length = Math.min(LONGEST, word.length); length > 0; length -= 1) {
    const head = word.slice(0, length)
    const rest = isSyllable(head) ? spell(word.slice(length)) : null
    if (rest) return [head, ...rest]
  }
  return null
}
