/** A stream of numbers in [0, 1) that depends on its name alone: the same seed makes the same shop on every machine. */
export interface Chance {
  next(): number
  /** Whole number, both ends included. */
  between(low: number, high: number): number
  pick<Item>(list: readonly Item[]): Item
  /** True with this likelihood. */
  happens(likelihood: number): boolean
  digits(count: number): string
}

export function chanceOf(name: string): Chance {
  let state = hash(name)
  // mulberry32: 32 bits of state are plenty for a shop, and every platform computes it alike.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    pick: (list) => {
      const item = list[between(0, list.length - 1)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    happens: (likelihood) => next() < likelihood,
    digits: (count) => Array.from({ length: count }, () => between(0, 9)).join(''),
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}
