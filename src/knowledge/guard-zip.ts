import { inflateRawSync } from 'node:zlib'
import { XiaoerError } from '../kernel/errors.ts'

export const MAX_FILE_BYTES = 8 * 1024 * 1024
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024
const MAX_PARTS = 500

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const DEFLATED = 8

/**
 * Refuses a workbook that would unpack to more than we hold: by the sizes that it declares and, since those can lie, by
 * unpacking each part under a limit. 422 `unprocessable`.
 */
export function guardZip(bytes: Buffer): void {
  if (bytes.length > MAX_FILE_BYTES) throw refused('is too large')
  const end = findEnd(bytes)
  if (end < 0) throw refused('is not a workbook')
  const parts = bytes.readUInt16LE(end + 10)
  if (parts > MAX_PARTS) throw refused('holds too many parts')
  let at = bytes.readUInt32LE(end + 16)
  let left = MAX_UNPACKED_BYTES
  for (let part = 0; part < parts; part += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw refused('is damaged')
    left -= unpackedSize(bytes, at, left)
    if (left < 0) throw refused('unpacks to too much')
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}

function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at -= 1) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  return -1
}

function unpackedSize(bytes: Buffer, entry: number, limit: number): number {
  const method = bytes.readUInt16LE(entry + 10)
  const packed = bytes.readUInt32LE(entry + 20)
  const declared = bytes.readUInt32LE(entry + 24)
  const header = bytes.readUInt32LE(entry + 42)
  if (declared > limit) throw refused('unpacks to too much')
  if (method !== DEFLATED) return packed
  if (header + 30 > bytes.length) throw refused('is damaged')
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  try {
    return inflateRawSync(bytes.subarray(start, start + packed), { maxOutputLength: Math.max(1, limit) }).length
  } catch (error) {
    throw refused('is damaged or unpacks to too much', error)
  }
}

const refused = (why: string, cause?: unknown): XiaoerError =>
  new XiaoerError({ code: 'unprocessable', field: 'file', message: `The file ${why}.` }, { cause })
