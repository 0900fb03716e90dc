import { z } from 'zod'
import type { Egress, EgressResponse } from '../egress/index.ts'
import { done, failed, type Result } from '../kernel/result.ts'
import type { ModelEndpoint } from './endpoint.store.ts'

/** Of `unreachable` and `refused` nothing can have been charged. */
export type CallProblem = 'unreachable' | 'timeout' | 'broken' | 'refused' | 'unreadable'

export interface Call {
  readonly endpoint: ModelEndpoint
  readonly model: string
  readonly timeoutMs: number
}

export interface Said<Value> {
  readonly value: Value
  /** As the other side counts; null: it does not say. */
  readonly tokens: number | null
}

const MOST_BYTES = 4 * 1024 * 1024
const usage = z
  .object({ total_tokens: z.int().min(0) })
  .nullish()
  .catch(null)
const chatAnswer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage,
})
const embeddingsAnswer = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
  usage,
})

export interface Chat {
  /** What is wanted: ours. */
  readonly system: string
  /** What it is wanted of: others' words, as JSON. */
  readonly material: string
  readonly maxTokens: number
}

/** One chat completion. */
export async function callChat(
  egress: Pick<Egress, 'request'>,
  call: Call,
  { system, material, maxTokens }: Chat,
): Promise<Result<Said<string>, CallProblem>> {
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: material },
  ]
  const body = { model: call.model, messages, temperature: 0, max_tokens: maxTokens, stream: false }
  const answer = await post(egress, call, { path: 'chat/completions', body })
  if (!answer.ok) return answer
  const parsed = chatAnswer.safeParse(jsonOf(answer.value))
  if (!parsed.success) return failed('unreadable')
  return done({ value: parsed.data.choices[0]?.message.content ?? '', tokens: tokensOf(parsed.data.usage) })
}

/** One vector a text, in their order. */
export async function callEmbeddings(
  egress: Pick<Egress, 'request'>,
  call: Call,
  texts: readonly string[],
): Promise<Result<Said<readonly (readonly number[])[]>, CallProblem>> {
  const answer = await post(egress, call, { path: 'embeddings', body: { model: call.model, input: texts } })
  if (!answer.ok) return answer
  const parsed = embeddingsAnswer.safeParse(jsonOf(answer.value))
  if (!parsed.success) return failed('unreadable')
  const vectors = texts.map((_, place) => parsed.data.data.find(({ index }) => index === place)?.embedding ?? [])
  const [first] = vectors
  const isWhole = first !== undefined && vectors.every(({ length }) => length === first.length && length > 0)
  return isWhole ? done({ value: vectors, tokens: tokensOf(parsed.data.usage) }) : failed('unreadable')
}

const tokensOf = (said: z.infer<typeof usage>): number | null => said?.total_tokens ?? null

interface Post {
  readonly path: string
  readonly body: object
}

async function post(
  egress: Pick<Egress, 'request'>,
  { endpoint, timeoutMs }: Call,
  { path, body }: Post,
): Promise<Result<EgressResponse, CallProblem>> {
  const outcome = await egress.request({
    method: 'POST',
    url: `${endpoint.baseUrl.replace(/\/+$/, '')}/${path}`,
    headers: {
      'content-type': 'application/json',
      ...(endpoint.apiKey === '' ? {} : { authorization: `Bearer ${endpoint.apiKey}` }),
    },
    body: JSON.stringify(body),
    timeoutMs,
    maxBytes: MOST_BYTES,
  })
  if (!outcome.ok) {
    const { kind, bodySent } = outcome.problem
    return failed(!bodySent ? 'unreachable' : kind === 'timeout' ? 'timeout' : 'broken')
  }
  return outcome.value.status === 200 ? done(outcome.value) : failed('refused')
}

function jsonOf({ body }: EgressResponse): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    // The schema says what is wrong with it.
    return null
  }
}
