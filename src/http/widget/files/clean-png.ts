const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
/** What draws it, also where it moves. Texts, times, profiles and EXIF are not among them. */
const KEPT = new Set('IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs acTL fcTL fdAT'.split(' '))
/** Length, name and check sum of a chunk. */
const AROUND = 12

export function cleanPng(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null
  const parts: Buffer[] = [SIGNATURE]
  let isWhole = false
  let at = SIGNATURE.length
  while (at + AROUND <= bytes.length) {
    const end = at + AROUND + bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (end > bytes.length || (parts.length === 1 && name !== 'IHDR')) return null
    if (KEPT.has(name)) parts.push(bytes.subarray(at, end))
    isWhole ||= name === 'IDAT'
    if (name === 'IEND') return isWhole ? Buffer.concat(parts) : null
    at = end
  }
  return null
}
