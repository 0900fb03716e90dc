export interface ProblemBody {
  readonly code: string
  readonly message: string
  readonly field?: string
  readonly request_id: string
}

/** What the server refused, in its own words; `status` 0 = it could not be reached. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  readonly requestId: string | undefined

  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.message ?? 'No answer.')
    this.name = 'ApiProblem'
    this.status = status
    this.code = body.code ?? 'unreachable'
    this.field = body.field
    this.requestId = body.request_id
  }
}

type Scalar = string | number | boolean | null | undefined

export interface Asking {
  readonly query?: Readonly<Record<string, Scalar>>
  readonly body?: unknown
  /** Sent as it is: uploads. */
  readonly file?: Blob
  readonly signal?: AbortSignal
  /** A write that is tried again says so by the key of the first try. */
  readonly key?: string
}

export const get = <Answer>(path: string, query: Asking['query'] = {}, signal?: AbortSignal): Promise<Answer> =>
  send('GET', path, { query, ...(signal && { signal }) })
export const post = <Answer>(path: string, body?: unknown): Promise<Answer> => send('POST', path, { body })
export const put = <Answer>(path: string, body: unknown): Promise<Answer> => send('PUT', path, { body })
export const patch = <Answer>(path: string, body: unknown): Promise<Answer> => send('PATCH', path, { body })
export const remove = <Answer>(path: string, query: Asking['query'] = {}): Promise<Answer> =>
  send('DELETE', path, { query })

/** The server speaks the shapes of its own route table (`shapes.ts`); it and this page come from the same build. */
export async function send<Answer>(method: string, path: string, asking: Asking = {}): Promise<Answer> {
  const response = await fetch(`/api/v1${path}${queryText(asking.query)}`, {
    method,
    headers: headersOf(method, asking),
    credentials: 'same-origin',
    ...bodyOf(asking),
    ...signalOf(method, asking),
  }).catch(unreachable)
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  const answer = isJson ? await response.json().catch(unreachable) : undefined
  if (response.ok) return answer
  throw new ApiProblem(response.status, answer?.error ?? {})
}

function unreachable(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error
  throw new ApiProblem(0, {})
}

const PATIENCE_MS = 10_000

/** A line that swallows what is asked tells nobody: what only reads gives up and may be asked again. */
function signalOf(method: string, { signal }: Asking): { readonly signal?: AbortSignal } {
  if (signal) return { signal }
  return method === 'GET' ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {}
}

function queryText(query: Asking['query'] = {}): string {
  const words = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') words.set(key, String(value))
  }
  const text = words.toString()
  return text === '' ? '' : `?${text}`
}

function headersOf(method: string, { body, file, key }: Asking): Record<string, string> {
  return {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(file && { 'content-type': file.type }),
    // A write that is sent twice by a shaky line happens once.
    ...(method !== 'GET' && { 'idempotency-key': key ?? newKey() }),
  }
}

function bodyOf({ body, file }: Asking): RequestInit {
  if (file) return { body: file }
  return body === undefined ? {} : { body: JSON.stringify(body) }
}

/** Not `randomUUID`: pages that come by plain HTTP over a LAN do not have it. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
