const HEAD = 13
const EXTENSION = 0x21
const IMAGE = 0x2c
const END = 0x3b
const IMAGE_HEAD = 10
const GRAPHIC_CONTROL = 0xf9
const APPLICATION = 0xff

export function cleanGif(bytes: Buffer): Buffer | null {
  if (!/^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)) || bytes.length <= HEAD) return null
  let at = HEAD + tableSize(bytes.readUInt8(10))
  const parts: Buffer[] = [bytes.subarray(0, at)]
  let hasImage = false
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === END) return hasImage ? Buffer.concat([...parts, Buffer.from([END])]) : null
    const end = kind === IMAGE ? endOfImage(bytes, at) : kind === EXTENSION ? endOfBlocks(bytes, at + 2) : null
    if (end === null) return null
    if (kind === IMAGE || isKept(bytes, at)) parts.push(bytes.subarray(at, end))
    hasImage ||= kind === IMAGE
    at = end
  }
  return null
}

/** How long a frame stands, and how often all are shown again; no comments, no other program's notes. */
const isKept = (bytes: Buffer, at: number): boolean =>
  bytes[at + 1] === GRAPHIC_CONTROL ||
  (bytes[at + 1] === APPLICATION && bytes.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0')

const tableSize = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))

const endOfImage = (bytes: Buffer, at: number): number | null =>
  at + IMAGE_HEAD > bytes.length
    ? null
    : endOfBlocks(bytes, at + IMAGE_HEAD + tableSize(bytes.readUInt8(at + IMAGE_HEAD - 1)) + 1)

/** Blocks that say their length, up to an empty one. */
function endOfBlocks(bytes: Buffer, from: number): number | null {
  for (let at = from; at < bytes.length; at += bytes.readUInt8(at) + 1) if (bytes[at] === 0) return at + 1
  return null
}
