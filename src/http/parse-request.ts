import { isUtf8 } from 'node:buffer'
import type { z } from 'zod'
import { notFound, XiaoerError } from '../kernel/errors.ts'
import { bytes, nothing } from './define-route.ts'
import { inspectJson } from './inspect-json.ts'
import type { Headers, Route } from './route.ts'

interface Raw {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly headers: Headers
}

export interface Parsed {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** Reads a request by its route's schemas. A param that cannot be is the same as one that is not there: 404. */
export function parseRequest(route: Route, raw: Raw): Parsed {
  const params = route.params.safeParse(raw.params)
  if (!params.success || inspectJson(raw.params)) throw notFound()
  return { params: params.data, query: parseQuery(route, raw.query), body: parseBody(route, raw) }
}

function parseQuery(route: Route, query: unknown): unknown {
  for (const [name, value] of Object.entries(query ?? {})) {
    if (typeof value !== 'string') throw invalid(name, 'Give this parameter once.')
  }
  const fault = inspectJson(query)
  if (fault) throw invalid(fault.field, fault.message)
  return readBy(route.query, { ...(query ?? {}) })
}

function parseBody(route: Route, raw: Raw): unknown {
  const body = Buffer.isBuffer(raw.body) ? raw.body : Buffer.alloc(0)
  if (route.body === nothing) {
    if (body.length > 0) throw new XiaoerError({ code: 'bad-request', message: 'This route takes no body.' })
    return undefined
  }
  const type = (raw.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!route.accepts.includes(type) && !route.accepts.includes('*/*')) {
    throw new XiaoerError({ code: 'unsupported-media-type', message: `Send ${route.accepts.join(' or ')}.` })
  }
  if (route.body === bytes) return body
  return readBy(route.body, parseJson(body))
}

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new XiaoerError({ code: 'bad-request', message: 'The body is not UTF-8.' })
  const value = readJson(body.toString('utf8'))
  const fault = inspectJson(value)
  if (fault) throw invalid(fault.field, fault.message)
  return value
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new XiaoerError({ code: 'bad-request', message: 'The body is not valid JSON.' }, { cause: error })
  }
}

function readBy(schema: z.ZodType, value: unknown): unknown {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = [...(issue?.path ?? []), ...(unknownKey === undefined ? [] : [unknownKey])]
  throw invalid(path.join('.') || 'body', unknownKey === undefined ? issue?.message : 'There is no such field.')
}

const invalid = (field: string, message: string | undefined): XiaoerError =>
  new XiaoerError({ code: 'invalid-field', field: field.slice(0, 200), ...(message && { message }) })
