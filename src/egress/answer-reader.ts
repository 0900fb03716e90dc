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
  const state: State = { pending: EMPTY, head: null, body: [], bodyBytes: 0, maxBytes, hasBegun: false }
  return {
    get hasBegun() {
      return state.hasBegun
    },
    push(bytes) {
      state.hasBegun = true
      state.pending = state.pending.length === 0 ? bytes : Buffer.concat([state.pending, bytes])
      while (!state.head) {
        const reading = takeHead(state)
        if (reading) return reading
      }
      return state.head.body.kind === 'chunked' ? takeChunks(state, state.head) : takeBody(state, state.head)
    },
    end: () => (state.head?.body.kind === 'until-close' ? finish(state, state.head) : UNREADABLE),
  }
}

interface State {
  pending: Buffer
  head: Head | null
  readonly body: Buffer[]
  bodyBytes: number
  readonly maxBytes: number
  hasBegun: boolean
}

/** Null: a head was read. 100 Continue and its like announce an answer, they are none, and are read over. */
function takeHead(state: State): Reading | null {
  const end = state.pending.indexOf('\r\n\r\n')
  if (end < 0) return state.pending.length > MAX_HEAD_BYTES ? UNREADABLE : MORE
  const found = readHead(state.pending.toString('latin1', 0, end))
  state.pending = state.pending.subarray(end + 4)
  if (!found || found.status === 101) return UNREADABLE
  if (found.status >= 200) state.head = found
  return null
}

function takeBody(state: State, head: Head): Reading {
  const length = head.body.kind === 'length' ? head.body.bytes : null
  if (length !== null && length > state.maxBytes) return TOO_LARGE
  const taken = length === null ? state.pending : state.pending.subarray(0, length - state.bodyBytes)
  state.pending = state.pending.subarray(taken.length)
  if (!keep(state, taken)) return TOO_LARGE
  return state.bodyBytes === length ? finish(state, head) : MORE
}

function takeChunks(state: State, head: Head): Reading {
  for (;;) {
    const chunk = nextChunk(state.pending)
    if (chunk.kind !== 'chunk') return chunk.kind === 'more' ? MORE : UNREADABLE
    state.pending = state.pending.subarray(chunk.next)
    if (chunk.isLast) return finish(state, head)
    if (!keep(state, chunk.bytes)) return TOO_LARGE
  }
}

function keep(state: State, bytes: Buffer): boolean {
  state.bodyBytes += bytes.length
  if (bytes.length > 0) state.body.push(bytes)
  return state.bodyBytes <= state.maxBytes
}

function finish({ body, pending }: State, head: Head): Reading {
  const [only = EMPTY] = body
  const response = { status: head.status, headers: head.headers, body: body.length > 1 ? Buffer.concat(body) : only }
  // Bytes that nobody asked for: whatever comes next could be taken for the answer to another request.
  return { kind: 'done', response, keeps: head.keeps && pending.length === 0 }
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
