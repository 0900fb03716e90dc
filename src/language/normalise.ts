/** What is left of a message once everything that carries no meaning is gone. */
export interface Normalised {
  readonly text: string
  /** True when there was nothing but emoji, masks and marks. */
  readonly isBare: boolean
}

// Emoticons of marketplaces ("#E-s23", "[smile]" as masked in talk) and everything invisible (zero width, bidi, control).
const MASKS = /#e-\w+(\[[^\]]{0,12}\])?|\[[^\]]{1,12}\]/gu
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu
const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{fe0f}\u{20e3}]+/gu
const MARKS = /[\p{P}\p{S}\s]+/gu
const THRICE = /([^\d])\1{2,}/gu

/** Full width to half, lower case, no marks, three of a kind to two. Pure; about 2 µs for a short message. */
export function normalise(raw: string): Normalised {
  const text = raw
    .slice(0, 4000)
    .normalize('NFKC')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(MASKS, ' ')
    .replace(PICTURES, ' ')
    .replace(MARKS, ' ')
    .replace(THRICE, '$1$1')
    .trim()
  return { text, isBare: text.length === 0 }
}

const CLAUSE_END = /(?<=[?？!！。;；\n])|(?<=\.)(?=\s)/u

/** Splits a message where its writer ended a sentence. Never returns an empty clause. */
export function clauses(raw: string): string[] {
  return raw
    .split(CLAUSE_END)
    .map((clause) => clause.trim())
    .filter((clause) => clause.length > 0)
}

const HAN = /\p{Script=Han}/u

export const languageOf = (raw: string): 'zh' | 'en' => (HAN.test(raw) || !/[a-z]{2,}/i.test(raw) ? 'zh' : 'en')
