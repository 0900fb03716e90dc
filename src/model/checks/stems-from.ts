import { fullNumbers } from './numbers.ts'
import { overlap } from './overlap.ts'

const ENOUGH = 0.7

/** Is a text made of others' words, with no number of its own? */
export function stemsFrom(text: string, sources: readonly string[]): boolean {
  const all = sources.join('\n')
  const known = new Set(fullNumbers(all))
  return fullNumbers(text).every((number) => known.has(number)) && overlap(text, all, 1) >= ENOUGH
}
