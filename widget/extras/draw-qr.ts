/** By version 1 to 10 at level M: codewords altogether, for correction in a block, and blocks. */
const TOTAL = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346] as const
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26] as const
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5] as const
const ALIGNED = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]] as const
/** Level M with mask 0, as the standard spreads it over fifteen modules. */
const FORMAT = 0b101010000010010

export type Modules = readonly (readonly boolean[])[]

/**
 * The QR code (ISO 18004, bytes, level M) of an address, row by row, true = dark. Null: longer than version 10 holds (213
 * bytes). Always mask 0: what is drawn stays the same, and every reader takes it.
 */
export function drawQr(text: string): Modules | null {
  const bytes = [...new TextEncoder().encode(text)]
  const at = TOTAL.findIndex((total, index) => {
    const room = total - (CORRECTION[index] ?? 0) * (BLOCKS[index] ?? 0)
    return bytes.length + (index < 9 ? 2 : 3) <= room
  })
  if (at < 0) return null
  const grid = emptyGrid(at)
  fill(grid, interleave(payloadOf(bytes, at), at))
  return grid.map((row) => row.map((module) => module === true))
}

type Grid = (boolean | null)[][]

function payloadOf(bytes: readonly number[], at: number): number[] {
  const room = (TOTAL[at] ?? 0) - (CORRECTION[at] ?? 0) * (BLOCKS[at] ?? 0)
  const length = bytes.length.toString(2).padStart(at < 9 ? 8 : 16, '0')
  const bits = `0100${length}${bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')}0000`.slice(0, room * 8)
  const words = bits.match(/.{1,8}/g) ?? []
  const payload = words.map((word) => Number.parseInt(word.padEnd(8, '0'), 2))
  return [...payload, ...Array.from({ length: room - payload.length }, (_, index) => (index % 2 === 0 ? 0xec : 0x11))]
}

/** Blocks of payload and of correction, the first of each, then the second of each. */
function interleave(payload: readonly number[], at: number): number[] {
  const [count, correction] = [BLOCKS[at] ?? 1, CORRECTION[at] ?? 0]
  const small = Math.floor(payload.length / count)
  const long = payload.length % count
  const blocks = Array.from({ length: count }, (_, index) => {
    const from = index * small + Math.max(0, index - (count - long))
    return payload.slice(from, from + small + (index >= count - long ? 1 : 0))
  })
  const checks = blocks.map((block) => remainder(block, divisor(correction)))
  const woven = (lists: readonly (readonly number[])[], most: number) =>
    Array.from({ length: most }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat()
  return [...woven(blocks, small + 1), ...woven(checks, correction)]
}

/** In the field of 256 with the polynomial 0x11d. */
function times(one: number, other: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d)
    product ^= ((other >>> bit) & 1) * one
  }
  return product
}

function divisor(degree: number): number[] {
  let found = [...Array.from({ length: degree - 1 }, () => 0), 1]
  let root = 1
  for (let step = 0; step < degree; step += 1) {
    const now = root
    found = found.map((value, index) => times(value, now) ^ (found[index + 1] ?? 0))
    root = times(root, 2)
  }
  return found
}

function remainder(block: readonly number[], by: readonly number[]): number[] {
  let left = by.map(() => 0)
  for (const byte of block) {
    const factor = byte ^ (left[0] ?? 0)
    left = by.map((value, index) => (left[index + 1] ?? 0) ^ times(value, factor))
  }
  return left
}

/** Everything but the payload; null where the payload goes. */
function emptyGrid(at: number): Grid {
  const size = 21 + 4 * at
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => null))
  const set = (x: number, y: number, isDark: boolean) => {
    const row = grid[y]
    if (row && x >= 0 && x < size) row[x] = isDark
  }
  for (let index = 0; index < size; index += 1) {
    set(6, index, index % 2 === 0)
    set(index, 6, index % 2 === 0)
  }
  const places = at === 0 ? [] : [6, ...(ALIGNED[at] ?? [])]
  const last = places.length - 1
  for (const [i, x] of places.entries())
    for (const [j, y] of places.entries())
      if (!(i === 0 && j === 0) && !(i === 0 && j === last) && !(i === last && j === 0)) square(set, [x, y], 2)
  for (const centre of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(set, centre, 4)
  writeFormat(set, size)
  if (at >= 6) writeVersion(set, size, at + 1)
  return grid
}

type Set = (x: number, y: number, isDark: boolean) => void

function square(set: Set, [x, y]: readonly [number, number], radius: number): void {
  for (let dy = -radius; dy <= radius; dy += 1)
    for (let dx = -radius; dx <= radius; dx += 1) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      set(x + dx, y + dy, radius === 2 ? ring !== 1 : ring !== 2 && ring !== 4)
    }
}

function writeFormat(set: Set, size: number): void {
  const bit = (index: number) => ((FORMAT >>> index) & 1) === 1
  for (let index = 0; index < 6; index += 1) set(8, index, bit(index))
  set(8, 7, bit(6))
  set(8, 8, bit(7))
  set(7, 8, bit(8))
  for (let index = 9; index < 15; index += 1) set(14 - index, 8, bit(index))
  for (let index = 0; index < 8; index += 1) set(size - 1 - index, 8, bit(index))
  for (let index = 8; index < 15; index += 1) set(8, size - 15 + index, bit(index))
  set(8, size - 8, true)
}

function writeVersion(set: Set, size: number, version: number): void {
  let left = version
  for (let step = 0; step < 12; step += 1) left = (left << 1) ^ ((left >>> 11) * 0x1f25)
  const bits = (version << 12) | left
  for (let index = 0; index < 18; index += 1) {
    const [a, b] = [size - 11 + (index % 3), Math.floor(index / 3)]
    set(a, b, ((bits >>> index) & 1) === 1)
    set(b, a, ((bits >>> index) & 1) === 1)
  }
}

/** Mask 0 turns every second module round. */
function fill(grid: Grid, words: readonly number[]): void {
  let index = 0
  for (const [x, y] of snake(grid.length)) {
    const row = grid[y]
    if (!row || row[x] !== null) continue
    const bit = ((words[index >>> 3] ?? 0) >>> (7 - (index & 7))) & 1
    row[x] = (bit === 1) !== ((x + y) % 2 === 0)
    index += 1
  }
}

/** Two columns at a time from the right, up and down in turn, without the column of the clock. */
function snake(size: number): (readonly [number, number])[] {
  const columns = Array.from({ length: size }, (_, index) => size - 1 - index).filter((x) => x !== 6)
  return columns.flatMap((right, index) => {
    if (index % 2 === 1) return []
    const rows = Array.from({ length: size }, (_, step) => (index % 4 === 0 ? size - 1 - step : step))
    return rows.flatMap((y) => [[right, y] as const, [right - 1, y] as const])
  })
}
