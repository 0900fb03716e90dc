/**
 * PostgreSQL arrays as the wire wants them. `pg` writes an array as text and escapes it element by element, which for the
 * texts of a batch costs more than storing them.
 */

/** Ids, numbers, booleans: nothing in them needs an escape. */
export const plainArray = (list: readonly (string | number | boolean | null)[]): string =>
  `{${list.map((one) => one ?? 'null').join(',')}}`

const TEXT_OID = 25
const HEADER_BYTES = 20

/**
 * text[] in the binary format (`array_recv` in src/backend/utils/adt/arrayfuncs.c): dimensions, has-nulls, element type,
 * length, lower bound, then a length and the bytes of each; length -1 is null.
 */
export function textArray(list: readonly (string | null)[]): Buffer {
  let bytes = HEADER_BYTES
  for (const one of list) bytes += 4 + (one === null ? 0 : Buffer.byteLength(one))
  const buffer = Buffer.allocUnsafe(bytes)
  buffer.writeInt32BE(1, 0)
  buffer.writeInt32BE(1, 4)
  buffer.writeInt32BE(TEXT_OID, 8)
  buffer.writeInt32BE(list.length, 12)
  buffer.writeInt32BE(1, 16)
  let at = HEADER_BYTES
  for (const one of list) at = writeText(buffer, one, at)
  return buffer
}

function writeText(buffer: Buffer, text: string | null, at: number): number {
  if (text === null) return buffer.writeInt32BE(-1, at)
  const bytes = buffer.write(text, at + 4)
  buffer.writeInt32BE(bytes, at)
  return at + 4 + bytes
}
