import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { cleanFile } from './clean-file.ts'
import { readRange } from './read-range.ts'

const SECRET = 'GPS 31.2304N 121.4737E <script>alert(1)</script>'
const text = (value: string) => Buffer.from(value, 'latin1')
const u16 = (value: number) => Buffer.from([value >> 8, value & 255])
const u32 = (value: number) => {
  const four = Buffer.alloc(4)
  four.writeUInt32BE(value)
  return four
}

const segment = (marker: number, inside: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(inside.length + 2), inside])
const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xe0, text('JFIF\0')),
  segment(0xe1, text(`Exif\0\0${SECRET}`)),
  segment(0xfe, text(SECRET)),
  segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  // A stuffed mark, one that starts anew, and the rest of the picture.
  Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3]),
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([9, 0xff, 0xd9]),
  text(SECRET),
])

const chunk = (name: string, inside: Buffer) => Buffer.concat([u32(inside.length), text(name), inside, u32(7)])
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])),
  chunk('tEXt', text(SECRET)),
  chunk('eXIf', text(SECRET)),
  chunk('IDAT', deflateSync(Buffer.alloc(4))),
  chunk('IEND', Buffer.alloc(0)),
  text(SECRET),
])

const block = (inside: string) => Buffer.concat([Buffer.from([inside.length]), text(inside)])
const gif = Buffer.concat([
  text('GIF89a'),
  Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 255, 255, 255, 0, 0, 0]),
  Buffer.concat([Buffer.from([0x21, 0xff]), block('NETSCAPE2.0'), block('\u0001\0\0'), Buffer.from([0])]),
  Buffer.concat([Buffer.from([0x21, 0xfe]), block(SECRET), Buffer.from([0])]),
  Buffer.concat([Buffer.from([0x21, 0xff]), block('XMP DataXMP'), block(SECRET), Buffer.from([0])]),
  Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]),
  text(SECRET),
])

const u32le = (value: number) => u32(value).reverse()
const piece = (name: string, inside: Buffer) => Buffer.concat([text(name), u32le(inside.length), inside])
const riff = (...pieces: readonly Buffer[]) => {
  const all = Buffer.concat(pieces)
  return Buffer.concat([text('RIFF'), u32le(all.length + 4), text('WEBP'), all])
}
const webp = Buffer.concat([
  riff(
    piece('VP8X', Buffer.from([0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    piece('VP8 ', Buffer.alloc(6, 5)),
    piece('EXIF', text(SECRET)),
  ),
  text(SECRET),
])

const box = (name: string, ...inside: readonly Buffer[]) => {
  const all = Buffer.concat(inside)
  return Buffer.concat([u32(all.length + 8), text(name), all])
}
const mp4 = Buffer.concat([
  box('ftyp', text('isom')),
  box(
    'moov',
    box('mvhd', Buffer.alloc(20)),
    box('trak', box('tkhd', Buffer.alloc(8)), box('udta', text(SECRET))),
    box('udta', text(SECRET)),
    box('meta', text(SECRET)),
  ),
  box('mdat', text('frames')),
])

test.each([
  ['image/jpeg', jpeg],
  ['image/png', png],
  ['image/gif', gif],
  ['image/webp', webp],
  ['video/mp4', mp4],
] as const)(
  '%s keeps what draws it, and nothing of where it was taken or what hangs behind its end',
  (media, bytes) => {
    expect(bytes.includes('GPS')).toBe(true)
    const clean = cleanFile(bytes)
    expect(clean?.media).toBe(media)
    expect(clean?.content.includes('GPS')).toBe(false)
    expect(clean?.content.includes('script')).toBe(false)
    // Clean once is clean: what it was made of is whole.
    expect(cleanFile(clean?.content ?? Buffer.alloc(0))?.content.equals(clean?.content ?? Buffer.alloc(1))).toBe(true)
  },
)

test('what draws a picture comes through byte by byte', () => {
  const [picture, moving, film] = [cleanFile(jpeg), cleanFile(gif), cleanFile(mp4)]
  expect(picture?.content.includes(Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3]))).toBe(true)
  expect(picture?.content.subarray(-3)).toEqual(Buffer.from([9, 0xff, 0xd9]))
  expect(moving?.content.includes('NETSCAPE2.0')).toBe(true)
  // Places that a film points at do not move.
  expect([film?.content.length, film?.content.indexOf('frames')]).toEqual([mp4.length, mp4.indexOf('frames')])
  expect(cleanFile(webp)?.content.readUInt8(20)).toBe(0)
})

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
test.each([
  ['nothing', ''],
  ['SVG', SVG],
  ['SVG behind a declaration', `<?xml version="1.0"?>${SVG}`],
  ['HTML', '<!doctype html><script>alert(1)</script>'],
  ['PDF', '%PDF-1.7'],
  ['a program', 'MZ\u0090\0'],
  ['a name of a format and then HTML', 'GIF89a/*<script>alert(1)</script>*/=1'],
  ['the head of a PNG and then HTML', '\u0089PNG\r\n\u001a\n<script>alert(1)</script>'],
  ['half of a box', '\0\0\0\u0018ftypheic\0\0\0\0'],
])('%s is no picture', (_name, bytes) => {
  expect(cleanFile(text(bytes))).toBeNull()
})

test.each([jpeg, png, gif, webp, mp4].map((whole) => [whole] as const))('cut off anywhere, nothing breaks', (whole) => {
  for (let length = 0; length < whole.length - SECRET.length; length += 1) {
    const bytes = whole.subarray(0, length)
    expect(() => cleanFile(bytes)).not.toThrow()
    expect(cleanFile(bytes)?.content.includes('GPS') ?? false).toBe(false)
  }
})

test('a player may ask for a piece', () => {
  expect(readRange('bytes=0-1', 10)).toEqual({ from: 0, to: 1 })
  expect(readRange('bytes=4-', 10)).toEqual({ from: 4, to: 9 })
  expect(readRange('bytes=-3', 10)).toEqual({ from: 7, to: 9 })
  expect(readRange('bytes=2-99', 10)).toEqual({ from: 2, to: 9 })
  for (const none of [undefined, 'bytes=-', 'bytes=12-13', 'bytes=5-2', 'lines=1-2', 'bytes=0-1,3-4'])
    expect(readRange(none, 10)).toBeNull()
})
