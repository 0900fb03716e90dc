import { int } from '../at.ts'

/** Chance that is the same each time (xorshift32): a model is made again bit by bit. */
export function createChance(seed: number) {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state = (state ^ (state << 5)) >>> 0
    return state / 0x1_0000_0000
  }
  return {
    /** 0 ≤ n < 1 */
    next,
    shuffle(order: Int32Array): void {
      for (let i = order.length - 1; i > 0; i -= 1) {
        const j = Math.floor(next() * (i + 1))
        const kept = int(order, i)
        order[i] = int(order, j)
        order[j] = kept
      }
    },
  }
}
