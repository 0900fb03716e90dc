import { expect, test } from 'vitest'
import { drawQr, type Modules } from '../../widget/extras/draw-qr.ts'

/** Reads the code as a phone does, from the modules alone: format, order of the modules, blocks, checks, text. */
function read(grid: Modules): { readonly text: string; readonly format: number; readonly wrong: number } {
  const size = grid.length
  const at = (size - 21) / 4
  const dark = (x: number, y: number) => (grid[y]?.[x] ? 1 : 0)
  const places = [...[0, 1, 2, 3, 4, 5, 7, 8].map((y) => [8, y]), ...[7, 5, 4, 3, 2, 1, 0].map((x) => [x, 8])]
  const format = places.reduce((sum, [x = 0, y = 0], bit) => sum | (dark(x, y) << bit), 0)
  const taken = reserved(size, at)
  const columns = Array.from({ length: size }, (_, index) => size - 1 - index).filter((x) => x !== 6)
  const pairs = columns.filter((_, index) => index % 2 === 0)
  const path = pairs.flatMap((right, turn) =>
    Array.from({ length: size }, (_, step) => (turn % 2 === 0 ? size - 1 - step : step)).flatMap((y) => [
      [right, y] as const,
      [right - 1, y] as const,
    ]),
  )
  const bits = path.filter(([x, y]) => !taken(x, y)).map(([x, y]) => dark(x, y) ^ ((x + y) % 2 === 0 ? 1 : 0))
  const words = Array.from({ length: Math.floor(bits.length / 8) }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0),
  )
  const blocks = unweave(words, at)
  const all = blocks.flatMap(({ said }) => said)
  const stream = all.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const head = at < 9 ? 12 : 20
  const length = Number.parseInt(stream.slice(4, head), 2)
  const bytes = Array.from({ length }, (_, index) =>
    Number.parseInt(stream.slice(head + index * 8, head + index * 8 + 8), 2),
  )
  const wrong = blocks.filter((block) => !isWhole([...block.said, ...block.checks], block.checks.length)).length
  return { text: new TextDecoder().decode(new Uint8Array(bytes)), format, wrong }
}

const SHAPES = [
  [1, 10],
  [1, 16],
  [1, 26],
  [2, 18],
  [2, 24],
  [4, 16],
  [4, 18],
  [4, 22],
  [5, 22],
  [5, 26],
] as const

function unweave(words: readonly number[], at: number) {
  const [count, checks] = SHAPES[at] ?? [1, 10]
  const saidLength = words.length - count * checks
  const blocks = Array.from({ length: count }, () => ({ said: new Array<number>(), checks: new Array<number>() }))
  const short = Math.floor(saidLength / count)
  let next = 0
  for (let index = 0; index <= short; index += 1)
    for (const [place, block] of blocks.entries())
      if (index < short || place >= count - (saidLength % count)) block.said.push(words[(next += 1) - 1] ?? 0)
  for (let index = 0; index < checks; index += 1)
    for (const block of blocks) block.checks.push(words[(next += 1) - 1] ?? 0)
  return blocks
}

function reserved(size: number, at: number) {
  const centres = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]][at] ?? []
  const all = [6, ...centres]
  const isCorner = (x: number, y: number) => (x < 9 && y < 9) || (x >= size - 8 && y < 9) || (x < 9 && y >= size - 8)
  const isAligned = (x: number, y: number) =>
    at > 0 && all.some((a) => all.some((b) => !isCorner(a, b) && Math.abs(a - x) <= 2 && Math.abs(b - y) <= 2))
  const isVersion = (x: number, y: number) => at >= 6 && ((x < 6 && y >= size - 11) || (y < 6 && x >= size - 11))
  return (x: number, y: number) => isCorner(x, y) || x === 6 || y === 6 || isAligned(x, y) || isVersion(x, y)
}

/** A code word is divisible: every power of two up to the number of checks is a root of it. */
function isWhole(word: readonly number[], checks: number): boolean {
  const powers = [1]
  for (let step = 1; step < 255; step += 1) {
    const doubled = (powers[step - 1] ?? 0) * 2
    powers.push(doubled > 255 ? doubled ^ 0x11d : doubled)
  }
  const product = (one: number, other: number) =>
    one === 0 || other === 0 ? 0 : (powers[(powers.indexOf(one) + powers.indexOf(other)) % 255] ?? 0)
  return Array.from({ length: checks }, (_, index) => powers[index] ?? 0).every(
    (root) => word.reduce((sum, byte) => product(sum, root) ^ byte, 0) === 0,
  )
}

test.each([1, 14, 15, 40, 60, 84, 106, 122, 152, 180, 213])('an address of %i bytes is read back', (length) => {
  const text = 'https://shop.example/m/'.padEnd(length, 'aZ9-').slice(0, length)
  const grid = drawQr(text)
  expect(grid && read(grid)).toEqual({ text, format: 0b101010000010010, wrong: 0 })
})

test('one module turned round is seen, and what is too long is not drawn', () => {
  const grid = drawQr('https://shop.example/')
  const spoilt = grid?.map((row, y) => row.map((module, x) => (x === 24 && y === 24 ? !module : module)))
  expect(spoilt && read(spoilt).wrong).toBe(1)
  expect(drawQr('a'.repeat(214))).toBeNull()
})

test('letters of any language count as their bytes', () => {
  const grid = drawQr('https://店.example/大衣')
  expect(grid && read(grid).text).toBe('https://店.example/大衣')
})
