/** What is left of a message once everything that carries no meaning is gone. */
export interface Normalised {
  readonly text: string
  /** True when there was nothing but emoji, masks and marks. */
  readonly isBare: boolean
}

// Emoticons of marketplaces ("#E-s23", "[smile]" as masked in talk) and everything invisible (zero width, bidi, control).
// A mask that carries a number ("[ORDERID_12345678]") names a thing and stays.
const MASKS = /#e-\w+(\[[^\]]{0,12}\])?|\[(?![^\]]*\d{5})[^[\]\s]{1,24}\]|&[a-z]{2,6};/gu
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu
// Before the invisible goes: a new line parts words.
const LINES = /[\t\n\r]+/gu
const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{fe0f}\u{20e3}]+/gu
const MARKS = /[\p{P}\p{S}\s]+/gu
const THRICE = /([^\d])\1{2,}/gu
const LONGEST = 4000

/** Full width to half, lower case, no marks, three of a kind to two. Pure; a fraction of a microsecond for a short message. */
export function normalise(raw: string): Normalised {
  for (let i = 0; i < KEPT; i += 1) {
    const known = lately[i]
    if (known !== undefined && known.raw === raw) return known.normalised
  }
  const text = fastNormal(raw) ?? fullNormal(raw)
  const normalised = { text, isBare: text.length === 0 }
  lately[turn] = { raw, normalised }
  turn = (turn + 1) % KEPT
  return normalised
}

// One message is normalised by several stages: the last few are kept.
const KEPT = 4
const lately: { readonly raw: string; readonly normalised: Normalised }[] = []
let turn = 0

/** All of Unicode. */
export const fullNormal = (raw: string): string =>
  raw
    .slice(0, LONGEST)
    .normalize('NFKC')
    .toLowerCase()
    .replace(LINES, ' ')
    .replace(INVISIBLE, '')
    .replace(MASKS, ' ')
    .replace(PICTURES, ' ')
    .replace(MARKS, ' ')
    .replace(THRICE, '$1$1')
    .trim()

const SPACE = 32
const units = new Uint16Array(512)

/** The same for what buyers mostly type: Han, Latin, digits and everyday marks. Null: something else is in it. */
export function fastNormal(raw: string): string | null {
  if (raw.length > units.length) return null
  let length = 0
  for (let i = 0; i < raw.length; i += 1) {
    const unit = plainUnit(raw.charCodeAt(i))
    if (unit === 0) return null
    if (unit === SPACE && (length === 0 || units[length - 1] === SPACE)) continue
    const isDigit = unit >= 48 && unit <= 57
    if (!isDigit && length > 1 && units[length - 1] === unit && units[length - 2] === unit) continue
    units[length] = unit
    length += 1
  }
  if (length > 0 && units[length - 1] === SPACE) length -= 1
  return String.fromCharCode.apply(null, [...units.subarray(0, length)])
}

/** 0: a case for the full way ("#", "[" and "&" may open a mask). */
function plainUnit(code: number): number {
  if (code >= 0x4e00 && code <= 0x9fff) return code
  if (code >= 0xff01 && code <= 0xff5e) return plainUnit(code - 0xfee0)
  if (code >= 128) return isWideMark(code) ? SPACE : 0
  if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) return code
  if (code >= 65 && code <= 90) return code + 32
  return isMark(code) ? SPACE : 0
}

const isWideMark = (code: number): boolean =>
  (code >= 0x3001 && code <= 0x3003) || (code >= 0x3008 && code <= 0x3011) || code === 0x3000 || code === 0x2026

function isMark(code: number): boolean {
  if (code < 32) return code === 9 || code === 10 || code === 13
  return code !== 35 && code !== 38 && code !== 91 && code !== 127
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
