const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF'])
const HEAD = 12
const CHUNK_HEAD = 8
/** EXIF, XMP and colour profile, as VP8X announces them. */
const NO_METADATA = ~(0x08 | 0x04 | 0x20)

export function cleanWebp(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, HEAD) !== 'WEBP') return null
  const whole = Math.min(bytes.length, bytes.readUInt32LE(4) + CHUNK_HEAD)
  const parts: Buffer[] = []
  let at = HEAD
  while (at + CHUNK_HEAD <= whole) {
    const size = bytes.readUInt32LE(at + 4)
    const end = at + CHUNK_HEAD + size + (size % 2)
    if (end > whole) return null
    const name = bytes.toString('latin1', at, at + 4)
    if (KEPT.has(name)) parts.push(name === 'VP8X' ? withoutMetadata(bytes.subarray(at, end)) : bytes.subarray(at, end))
    at = end
  }
  if (!parts.some((part) => /^(VP8 |VP8L|ANMF)/.test(part.toString('latin1', 0, 4)))) return null
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(4 + parts.reduce((sum, part) => sum + part.length, 0), 4)
  return Buffer.concat([head, ...parts])
}

function withoutMetadata(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk)
  if (copy.length > CHUNK_HEAD) copy[CHUNK_HEAD] = copy.readUInt8(CHUNK_HEAD) & NO_METADATA
  return copy
}
