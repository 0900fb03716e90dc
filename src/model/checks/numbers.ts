// Digits with their separators, and runs of Chinese numerals.
const NUMBER =
  /\d+(?:[.,:/-]\d+)*|[\u3007\u96f6\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u4e07\u4ebf\u534a]+/gu
const LETTER = /[\p{L}%\u2030\u00b0]/u

const plainOf = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()

/** Numbers of a text, as written. */
export const fullNumbers = (text: string): string[] =>
  [...plainOf(text).matchAll(NUMBER)].map(([number]) => number.replaceAll(',', ''))

/**
 * Does every number of a text stand in the source, with the unit that follows it? 7 days are no 7 yuan, and 30 off from 300 is
 * not 300 off from 30.
 */
export function numbersStandIn(text: string, source: string): boolean {
  const known = new Set(withUnits(source).flatMap(({ number, unit }) => [number, `${number} ${unit}`]))
  return withUnits(text).every(({ number, unit }) => known.has(unit === '' ? number : `${number} ${unit}`))
}

function withUnits(text: string): { readonly number: string; readonly unit: string }[] {
  const plain = plainOf(text)
  return [...plain.matchAll(NUMBER)].map((found) => {
    const next = plain.charAt(found.index + found[0].length)
    return { number: found[0].replaceAll(',', ''), unit: LETTER.test(next) ? next : '' }
  })
}
