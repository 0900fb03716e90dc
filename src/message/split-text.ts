import type { Capabilities } from './capabilities.ts'

export type TextLimit = Capabilities['textLimit']

/** Length as the vendor counts it. */
export const measure = (text: string, limit: TextLimit): number =>
  limit.unit === 'bytes' ? Buffer.byteLength(text) : [...text].length

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
// Breaks that read well, best first; what stands before the break stays with it.
const BREAKS = [/\n/g, /[\u3002\uff01\uff1f!?;\uff1b]|\.(?=\s)/g, /[\uff0c,\u3001]|\s/g]

/**
 * Several texts, none longer than the limit, nothing lost but line breaks and blanks where it was cut. Breaks at lines,
 * sentences, blanks, then between grapheme clusters; inside a cluster only when the cluster alone is too long.
 */
export function splitText(text: string, limit: TextLimit): string[] {
  const parts: string[] = []
  let rest = text
  while (measure(rest, limit) > limit.max) {
    const head = cutText(rest, limit)
    const at = goodBreak(head)
    const piece = head.slice(0, at)
    if (piece.trim()) parts.push(piece.replace(/\s+$/, ''))
    rest = rest.slice(at).replace(/^\s+/, '')
  }
  if (rest.trim() || parts.length === 0) parts.push(rest)
  return parts
}

/** The longest beginning within the limit: never inside a code point, and inside a grapheme cluster only if it must. */
export function cutText(text: string, limit: TextLimit): string {
  if (measure(text, limit) <= limit.max) return text
  // A code point takes at most two units: nothing beyond this can fit, and a cluster at the limit is seen whole.
  const rough = text.slice(0, limit.max * 2 + 64)
  const whole = fitting(segments(rough, text), limit)
  return whole || fitting([...rough], limit)
}

function segments(rough: string, text: string): string[] {
  const found = [...graphemes.segment(rough)].map((each) => each.segment)
  // The rough slice may end inside a cluster (or a surrogate pair): the last one is then not whole.
  if (rough.length < text.length) found.pop()
  return found
}

function fitting(units: readonly string[], limit: TextLimit): string {
  let used = 0
  let taken = ''
  for (const unit of units) {
    used += measure(unit, limit)
    if (used > limit.max || isLoneSurrogate(unit)) break
    taken += unit
  }
  return taken
}

const isLoneSurrogate = (unit: string): boolean => unit.length === 1 && /[\ud800-\udfff]/.test(unit)

function goodBreak(head: string): number {
  for (const [rank, pattern] of BREAKS.entries()) {
    let last = 0
    for (const match of head.matchAll(pattern)) last = match.index + match[0].length
    // A line may be short; a sentence or a blank is worth breaking at only when most of the room is used.
    if (last > (rank === 0 ? 0 : head.length / 3)) return last
  }
  return head.length
}
