const START = 0xffd8
const END = 0xd9
const SCAN = 0xda
const MARK = 0xff
/** What the frame of a picture says: how it is coded, and how large it is. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7
/** JFIF and Adobe say how colours are meant; other applications' marks and comments say who, where and when. */
const isKept = (marker: number): boolean =>
  marker === 0xe0 || marker === 0xee || !((marker & 0xf0) === 0xe0 || marker === 0xfe)

export function cleanJpeg(bytes: Buffer): Buffer | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== START) return null
  const parts: Buffer[] = [bytes.subarray(0, 2)]
  let at = 2
  let hasFrame = false
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== MARK) return null
    const marker = bytes.readUInt8(at + 1)
    if (marker === MARK) {
      at += 1
      continue
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length || end < at + 4) return null
    hasFrame ||= isFrame(marker)
    const next = marker === SCAN ? endOfScan(bytes, end) : end
    if (isKept(marker)) parts.push(bytes.subarray(at, next))
    if (marker === SCAN && bytes[next + 1] === END) {
      return hasFrame ? Buffer.concat([...parts, Buffer.from([MARK, END])]) : null
    }
    at = next
  }
  return null
}

/** Where the next mark stands that belongs to no scan. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(MARK, from); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== MARK && !isRestart(next)) return at
  }
  return bytes.length
}
