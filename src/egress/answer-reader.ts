import type { EgressResponse } from './egress-request.ts'

/** `more`: not whole yet. `done`: whole; `keeps` = the connection may carry another request. */
export type Reading =
  | { readonly kind: 'more' }
  | { readonly kind: 'done'; readonly response: EgressResponse; readonly keeps: boolean }
  | { readonly kind: 'broken'; readonly reason: 'unreadable' | 'too-large' }

/** Reads one HTTP/1.1 answer from the bytes as they come, however they are cut. */
export interface AnswerReader {
  push(bytes: Buffer): Reading
  /** The other side closed the connection. */
  end(): Reading
  /** True once a byte has come. */
  readonly hasBegun: boolean
}

interface Head {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body:
    | { readonly kind: 'length'; readonly bytes: number }
    | { readonly kind: 'chunked' }
    | { readonly kind: 'until-close' }
  readonly keeps: boolean
}

const MORE: Reading = { kind: 'more' }
const UNREADABLE: Reading = { kind: 'broken', reason: 'unreadable' }
const TOO_LARGE: Reading = { kind: 'broken', reason: 'too-large' }
const MAX_HEAD_BYTES = 65_536
const MAX_CHUNK_LINE = 1024
const EMPTY = Buffer.alloc(0)

export function createAnswerReader(maxBytes: number): AnswerReader {
  let pending: Buffer = EMPTY
  let head: Head | null = null
  let bodyBytes = 0
  const body: Buffer[] = []
  const state = { hasBegun: false }
  const finish = (found: Head): Reading => ({
    kind: 'done',
    response: {
      status: found.status,
      headers: found.headers,
      body: body.length === 1 ? (body[0] ?? EMPTY) : Buffer.concat(body),
    },
    // Bytes that nobody asked for: whatever comes next could be taken for the answer to another request.
    keeps: found.keeps && pending.length === 0,
  })
  const keep = (bytes: Buffer): boolean => {
    bodyBytes += bytes.length
    if (bytes.length > 0) body.push(bytes)
    return bodyBytes <= maxBytes
  }
  const readBody = (found: Head): Reading => {
    if (found.body.kind === 'chunked') return readChunks(found)
    const wanted = found.body.kind === 'length' ? found.body.bytes - bodyBytes : pending.length
    if (found.body.kind === 'length' && found.body.bytes > maxBytes) return TOO_LARGE
    const taken = pending.subarray(0, wanted)
    pending = pending.subarray(taken.length)
    if (!keep(taken)) return TOO_LARGE
    return found.body.kind === 'length' && bodyBytes === found.body.bytes ? finish(found) : MORE
  }
  const readChunks = (found: Head): Reading => {
    for (;;) {
      const chunk = nextChunk(pending)
      if (chunk.kind !== 'chunk') return chunk.kind === 'more' ? MORE : UNREADABLE
      pending = pending.subarray(chunk.next)
      if (chunk.isLast) return finish(found)
      if (!keep(chunk.bytes)) return TOO_LARGE
    }
  }
  return {
    get hasBegun() {
      return state.hasBegun
    },
    push(bytes) {
      state.hasBegun = true
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
      while (!head) {
        const end = pending.indexOf('\r\n\r\n')
        if (end < 0) return pending.length > MAX_HEAD_BYTES ? UNREADABLE : MORE
        const found = readHead(pending.toString('latin1', 0, end))
        pending = pending.subarray(end + 4)
        if (!found) return UNREADABLE
        // 100 Continue and its like announce an answer, they are none.
        if (found.status >= 200) head = found
        else if (found.status === 101) return UNREADABLE
      }
      return readBody(head)
    },
    end() {
      return head?.body.kind === 'until-close' ? finish(head) : UNREADABLE
    },
  }
}

function readHead(text: string): Head | null {
  const [first = '', ...lines] = text.split('\r\n')
  const start = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(first)
  if (!start) return null
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    // A folded line, or a blank before the colon: two readers would not agree on what it means.
    if (colon <= 0 || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return null
    const value = line.slice(colon + 1).trim()
    const before = headers[name]
    if (before !== undefined && name === 'content-length' && before !== value) return null
    headers[name] = before === undefined || name === 'content-length' ? value : `${before}, ${value}`
  }
  const status = Number(start[2])
  const body = bodyOf(status, headers)
  return body && { status, headers, body, keeps: keepsOpen(start[1] === '1', headers) && body.kind !== 'until-close' }
}

function bodyOf(status: number, headers: Readonly<Record<string, string>>): Head['body'] | null {
  if (status < 200 || status === 204 || status === 304) return { kind: 'length', bytes: 0 }
  const coding = headers['transfer-encoding']
  if (coding !== undefined) return coding.toLowerCase() === 'chunked' ? { kind: 'chunked' } : null
  const length = headers['content-length']
  if (length === undefined) return { kind: 'until-close' }
  return /^\d{1,15}$/.test(length) ? { kind: 'length', bytes: Number(length) } : null
}

function keepsOpen(isCurrent: boolean, headers: Readonly<Record<string, string>>): boolean {
  // Both at once is how requests are smuggled: read it, and never use this connection again.
  if (headers['transfer-encoding'] !== undefined && headers['content-length'] !== undefined) return false
  const connection = headers['connection']?.toLowerCase() ?? ''
  return isCurrent ? !connection.includes('close') : connection.includes('keep-alive')
}

type Chunk =
  | { readonly kind: 'more' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'chunk'; readonly bytes: Buffer; readonly next: number; readonly isLast: boolean }

function nextChunk(pending: Buffer): Chunk {
  const lineEnd = pending.indexOf('\r\n')
  if (lineEnd < 0) return pending.length > MAX_CHUNK_LINE ? { kind: 'unreadable' } : { kind: 'more' }
  const size = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/.exec(pending.toString('latin1', 0, lineEnd))
  if (!size?.[1]) return { kind: 'unreadable' }
  const bytes = Number.parseInt(size[1], 16)
  const from = lineEnd + 2
  if (bytes === 0) return lastChunk(pending, from)
  if (pending.length < from + bytes + 2) return { kind: 'more' }
  if (pending.toString('latin1', from + bytes, from + bytes + 2) !== '\r\n') return { kind: 'unreadable' }
  return { kind: 'chunk', bytes: pending.subarray(from, from + bytes), next: from + bytes + 2, isLast: false }
}

/** Trailers are read over. */
function lastChunk(pending: Buffer, from: number): Chunk {
  const isBare = pending.toString('latin1', from, from + 2) === '\r\n'
  const end = isBare ? from : pending.indexOf('\r\n\r\n', from) + 2
  if (end < from) return pending.length - from > MAX_HEAD_BYTES ? { kind: 'unreadable' } : { kind: 'more' }
  return { kind: 'chunk', bytes: EMPTY, next: end + 2, isLast: true }
}
