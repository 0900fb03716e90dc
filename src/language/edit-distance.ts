import { int } from './at.ts'

/** Levenshtein distance ÷ longer length, over code points: 0 = equal, 1 = nothing in common. */
export function editDistance(left: string, right: string): number {
  const a = [...left]
  const b = [...right]
  const longest = Math.max(a.length, b.length)
  if (longest === 0) return 0
  let previous = Int32Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = new Int32Array(b.length + 1)
    row[0] = i
    for (let j = 1; j <= b.length; j += 1) {
      const change = int(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(int(previous, j) + 1, int(row, j - 1) + 1, change)
    }
    previous = row
  }
  return int(previous, b.length) / longest
}
