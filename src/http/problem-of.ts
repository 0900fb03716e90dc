import { z } from 'zod'
import { ERRORS, type ErrorCode, XiaoerError } from '../kernel/errors.ts'

/** What is said about a failure: never a stack, never a message of a library. */
export interface Answered {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  readonly field?: string | undefined
  readonly retryAfterS?: number | undefined
}

const coded = z.object({ code: z.string() })

const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad-request',
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  ECONNRESET: 'not-ready',
  ECONNREFUSED: 'not-ready',
  EPIPE: 'not-ready',
  // PostgreSQL: classes 22 (the value is no such type), 23 (contradiction), 40 and 55 (try again), 08, 53 and 57 (not there).
  '22': 'bad-request',
  '23': 'conflict',
  '40': 'overloaded',
  '55': 'overloaded',
  '08': 'not-ready',
  '53': 'not-ready',
  '57': 'not-ready',
}

/** `internal` is what nobody foresaw: the caller logs it. */
export function problemOf(error: unknown): Answered {
  if (error instanceof XiaoerError) return { ...error, status: error.status, message: error.message, code: error.code }
  const found = codeOf(error)
  const retryAfterS = ERRORS[found].status === 503 ? 1 : undefined
  return { status: ERRORS[found].status, code: found, message: ERRORS[found].text, retryAfterS }
}

function codeOf(error: unknown): ErrorCode {
  const known = coded.safeParse(error)
  if (known.success) return BY_CODE[known.data.code] ?? BY_CODE[sqlClass(known.data.code)] ?? 'internal'
  // pg ends the queries of a connection that breaks with a bare Error.
  return error instanceof Error && error.message.startsWith('Connection terminated') ? 'not-ready' : 'internal'
}

const sqlClass = (code: string): string => (/^[0-9A-Z]{5}$/.test(code) ? code.slice(0, 2) : '')

/** The one shape of every failure. */
export const problemBody = (problem: Answered, requestId: string): object => ({
  error: {
    code: problem.code,
    message: problem.message,
    ...(problem.field !== undefined && { field: problem.field }),
    request_id: requestId,
  },
})
