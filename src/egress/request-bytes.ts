import type { EgressRequest } from './egress-request.ts'
import type { Target } from './target.ts'

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
/** What the request itself decides. */
const OURS = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'expect',
  'te',
  'trailer',
])

/** The whole request as it goes over the wire, in one piece; null when a header cannot be sent. */
export function requestBytes(request: EgressRequest, target: Target): Buffer | null {
  const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body
  let head = `${request.method} ${target.path} HTTP/1.1\r\nhost: ${target.url.host}\r\n`
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (!NAME.test(name) || !VALUE.test(value)) return null
    if (!OURS.has(name.toLowerCase())) head += `${name}: ${value}\r\n`
  }
  if (body || request.method !== 'GET') head += `content-length: ${body?.length ?? 0}\r\n`
  const start = Buffer.from(`${head}\r\n`, 'latin1')
  return body ? Buffer.concat([start, body]) : start
}
