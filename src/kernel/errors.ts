/** The one table of error codes: HTTP status and the sentence a person reads. Codes are part of the API and never change. */
export const ERRORS = {
  'bad-request': { status: 400, text: 'The request cannot be read.' },
  'invalid-field': { status: 400, text: 'A field of the request is not valid.' },
  'unsupported-media-type': { status: 415, text: 'Send application/json.' },
  'body-too-large': { status: 413, text: 'The body is larger than this route takes.' },
  'not-signed-in': { status: 401, text: 'Sign in, or send an API key.' },
  'bad-signature': { status: 401, text: 'The signature does not match.' },
  'wrong-credentials': { status: 401, text: 'E-mail or password is wrong.' },
  forbidden: { status: 403, text: 'This role or key may not do that.' },
  'not-found': { status: 404, text: 'There is no such thing.' },
  'method-not-allowed': { status: 405, text: 'This path does not take that method.' },
  conflict: { status: 409, text: 'This contradicts what is stored.' },
  'idempotency-mismatch': { status: 409, text: 'The same Idempotency-Key came with another body.' },
  'answered-by-other': { status: 409, text: 'This conversation is being answered by somebody else.' },
  'precondition-failed': { status: 409, text: 'The thing is not in a state that allows this.' },
  unprocessable: { status: 422, text: 'The content breaks a rule.' },
  'headers-too-large': { status: 431, text: 'The address or the headers are too long.' },
  'request-timeout': { status: 408, text: 'The request took too long to arrive.' },
  'too-many-requests': { status: 429, text: 'Too many requests. Wait and try again.' },
  overloaded: { status: 503, text: 'The server is busy. Wait and try again.' },
  'not-ready': { status: 503, text: 'The server is starting or stopping.' },
  internal: { status: 500, text: 'Something on our side is wrong. It was recorded under the request id.' },
} as const

export type ErrorCode = keyof typeof ERRORS

export interface Problem {
  readonly code: ErrorCode
  readonly field?: string
  readonly message?: string
  readonly retryAfterS?: number
}

/** Thrown at doors and by stores; the HTTP edge turns it into `{error:{code,message,field?,request_id}}`. */
export class XiaoerError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly retryAfterS: number | undefined

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message ?? ERRORS[problem.code].text, options)
    this.name = 'XiaoerError'
    this.code = problem.code
    this.field = problem.field
    this.retryAfterS = problem.retryAfterS
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}

export const notFound = (): XiaoerError => new XiaoerError({ code: 'not-found' })
