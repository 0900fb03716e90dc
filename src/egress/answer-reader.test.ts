import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAnswerReader, type Reading } from './answer-reader.ts'

function readAll(pieces: readonly Buffer[], maxBytes = 1000): Reading {
  const reader = createAnswerReader(maxBytes)
  for (const piece of pieces) {
    const reading = reader.push(piece)
    if (reading.kind !== 'more') return reading
  }
  return reader.end()
}

const told = (reading: Reading) =>
  reading.kind === 'done' ? [reading.response.status, reading.response.body.toString(), reading.keeps] : reading

const ANSWERS: readonly (readonly [string, string, readonly [number, string, boolean]])[] = [
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', [200, 'hello', true]],
  ['no body', 'HTTP/1.1 204 No Content\r\n\r\n', [204, '', true]],
  ['an empty reason', 'HTTP/1.1 500\r\ncontent-length: 0\r\n\r\n', [500, '', true]],
  [
    'chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n1\r\n!\r\n0\r\n\r\n',
    [200, 'hello!', true],
  ],
  [
    'trailers',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nx-sum: 1\r\n\r\n',
    [200, 'hi', true],
  ],
  ['the end of the connection', 'HTTP/1.1 200 OK\r\n\r\nall of it', [200, 'all of it', false]],
  ['a farewell', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok', [200, 'ok', false]],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok', [200, 'ok', false]],
  [
    'a word before',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok',
    [201, 'ok', true],
  ],
  [
    'both lengths',
    'HTTP/1.1 200 OK\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    [200, 'ok', false],
  ],
]

test.each(ANSWERS)('reads an answer with %s, however its bytes are cut', (_name, text, expected) => {
  const bytes = Buffer.from(text)
  expect(told(readAll([bytes]))).toEqual(expected)
  expect(told(readAll([...bytes].map((byte) => Buffer.from([byte]))))).toEqual(expected)
  fc.assert(
    fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 6 }), (cuts) => {
      const edges = [0, ...cuts.sort((one, other) => one - other), bytes.length]
      const pieces = edges.slice(1).map((to, at) => bytes.subarray(edges[at] ?? 0, to))
      expect(told(readAll(pieces))).toEqual(expected)
    }),
  )
})

test.each([
  'HTTP/2 200\r\n\r\n',
  'SSH-2.0-OpenSSH\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length : 1\r\n\r\nx',
  'HTTP/1.1 200 OK\r\nx: 1\r\n folded\r\ncontent-length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\nx',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nokXX0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel',
  'HTTP/1.1 200',
  '',
])('does not trust %j', (text) => {
  expect(readAll([Buffer.from(text)])).toEqual({ kind: 'broken', reason: 'unreadable' })
})

test('gives up on what is longer than it may be, announced or not', () => {
  const long = 'x'.repeat(1001)
  for (const text of [
    `content-length: 1001\r\n\r\n`,
    `\r\n${long}`,
    `transfer-encoding: chunked\r\n\r\n3e9\r\n${long}\r\n`,
  ]) {
    expect(readAll([Buffer.from(`HTTP/1.1 200 OK\r\n${text}`)])).toEqual({ kind: 'broken', reason: 'too-large' })
  }
  expect(readAll([Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`)])).toMatchObject({ kind: 'broken' })
})

test('never throws, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 80 })),
      fc.constantFrom('', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'),
      (noise, start) => {
        expect(['done', 'broken']).toContain(
          readAll([Buffer.from(start), ...noise.map((each) => Buffer.from(each))]).kind,
        )
      },
    ),
  )
})

test('does not keep a connection that said more than it was asked', () => {
  const reading = readAll([Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n')])
  expect(told(reading)).toEqual([200, 'ok', false])
})
