import { z } from 'zod'
import type { Egress, EgressRequest, EgressResponse } from '../../egress/index.ts'
import { done, failed, type Result } from '../../kernel/result.ts'
import type { BackendProblem, Read } from '../../shop/index.ts'

export interface ShopLine {
  readonly url: string
  readonly apiKey: string
  readonly request: Egress['request']
}

export type Asked = Pick<EgressRequest, 'method' | 'isRepeatable'> & { readonly path: string; readonly body?: unknown }

const MOST_BYTES = 16 * 1024 * 1024
const NOT_FOUND = 404

/** One call to the demo shop, its answer parsed. Null for a 404. Throttling and faults of the shop count as unreachable: they pass. */
export async function askShop<Value>(line: ShopLine, schema: z.ZodType<Value>, asked: Asked): Read<Value | null> {
  const answer = await line.request({
    method: asked.method,
    url: `${line.url.replace(/\/$/, '')}${asked.path}`,
    headers: {
      authorization: `Bearer ${line.apiKey}`,
      accept: 'application/json',
      ...(asked.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
    ...(asked.isRepeatable !== undefined && { isRepeatable: asked.isRepeatable }),
    timeoutMs: 15_000,
    maxBytes: MOST_BYTES,
  })
  if (!answer.ok) return failed({ kind: 'unreachable', reason: answer.problem.reason })
  if (answer.value.status === NOT_FOUND) return done(null)
  const problem = problemOf(answer.value)
  return problem ? failed(problem) : readBody(schema, answer.value)
}

function problemOf({ status, body }: EgressResponse): BackendProblem | null {
  if (status >= 200 && status < 300) return null
  const reason = `status ${status}: ${saidIn(body)}`
  return status >= 500 || status === 429 ? { kind: 'unreachable', reason } : { kind: 'refused', reason }
}

const refusal = z.object({ error: z.object({ code: z.string().max(100) }) })

function saidIn(body: Buffer): string {
  const parsed = refusal.safeParse(parseJson(body))
  return parsed.success ? parsed.data.error.code : 'no reason given'
}

function readBody<Value>(schema: z.ZodType<Value>, { body }: EgressResponse): Result<Value, BackendProblem> {
  const parsed = schema.safeParse(parseJson(body))
  if (parsed.success) return done(parsed.data)
  const issue = parsed.error.issues[0]
  return failed({
    kind: 'refused',
    reason: `unreadable answer at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`,
  })
}

/** Undefined when it is no JSON: every schema refuses that. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
