import { inflateRawSync } from 'node:zlib'
import { DEFLATED, refusedFile, type ZipPart, zipDirectory } from './zip-directory.ts'

export const MAX_FILE_BYTES = 8 * 1024 * 1024
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024
const MAX_PARTS = 500

/**
 * Refuses a workbook that would unpack to more than we hold: by the sizes that it declares and, since those can lie, by
 * unpacking each part under a limit. 422 `unprocessable`.
 */
export function guardZip(bytes: Buffer, maxUnpackedBytes = MAX_UNPACKED_BYTES): void {
  if (bytes.length > MAX_FILE_BYTES) throw refusedFile('is too large')
  let left = maxUnpackedBytes
  for (const part of zipDirectory(bytes, MAX_PARTS)) {
    left -= unpackedSize(part, left)
    if (left < 0) throw refusedFile('unpacks to too much')
  }
}

function unpackedSize({ method, packed, declaredBytes }: ZipPart, limit: number): number {
  if (declaredBytes > limit) throw refusedFile('unpacks to too much')
  if (method !== DEFLATED) return packed.length
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) }).length
  } catch (error) {
    throw refusedFile('is damaged or unpacks to too much', error)
  }
}
