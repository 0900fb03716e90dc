import { XiaoerError } from '../kernel/errors.ts'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
export const DEFLATED = 8

/** A part as the directory of a zip file declares it; `packed` may lie about nothing but its own length. */
export interface ZipPart {
  readonly name: string
  readonly method: number
  readonly packed: Buffer
  readonly declaredBytes: number
}

/** The parts of a zip file, none unpacked. 422 `unprocessable` for what is none, is damaged or holds too many. */
export function* zipDirectory(bytes: Buffer, maxParts: number): Generator<ZipPart> {
  const end = findEnd(bytes)
  if (end < 0) throw refusedFile('is not a workbook or a text document')
  const parts = bytes.readUInt16LE(end + 10)
  if (parts > maxParts) throw refusedFile('holds too many parts')
  let at = bytes.readUInt32LE(end + 16)
  for (let part = 0; part < parts; part += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw refusedFile('is damaged')
    const name = bytes.readUInt16LE(at + 28)
    yield partAt(bytes, at, name)
    at += 46 + name + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}

function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at -= 1) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  return -1
}

function partAt(bytes: Buffer, entry: number, nameLength: number): ZipPart {
  const header = bytes.readUInt32LE(entry + 42)
  if (header + 30 > bytes.length) throw refusedFile('is damaged')
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  return {
    name: bytes.toString('utf8', entry + 46, entry + 46 + nameLength),
    method: bytes.readUInt16LE(entry + 10),
    packed: bytes.subarray(start, start + bytes.readUInt32LE(entry + 20)),
    declaredBytes: bytes.readUInt32LE(entry + 24),
  }
}

export const refusedFile = (why: string, cause?: unknown): XiaoerError =>
  new XiaoerError({ code: 'unprocessable', field: 'file', message: `The file ${why}.` }, { cause })
