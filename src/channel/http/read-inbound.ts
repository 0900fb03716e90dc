import { z } from 'zod'
import { done, failed, type Result } from '../../kernel/result.ts'
import { type InboundMessage, type InboundRefusal, inboundMessage } from '../../message/index.ts'

const batch = z.object({ messages: z.array(inboundMessage).min(1).max(100) })

/** One message, or `{messages: [...]}` of at most a hundred. Ids are strings: a bare 64-bit number is refused, not rounded. */
export function readInbound(body: Buffer): Result<readonly InboundMessage[], InboundRefusal> {
  const value = readJson(body)
  if (value === undefined) return failed({ kind: 'unreadable', field: '', message: 'the body is not JSON' })
  return readInboundValue(value)
}

/** The same, of what has been parsed already. */
export function readInboundValue(value: unknown): Result<readonly InboundMessage[], InboundRefusal> {
  const parsed = isBatch(value) ? batch.safeParse(value) : inboundMessage.safeParse(value)
  if (parsed.success) return done('messages' in parsed.data ? parsed.data.messages : [parsed.data])
  const issue = parsed.error.issues[0]
  return failed({ kind: 'unreadable', field: issue?.path.join('.') ?? '', message: issue?.message ?? 'not readable' })
}

const isBatch = (value: unknown): boolean => typeof value === 'object' && value !== null && 'messages' in value

const decoder = new TextDecoder('utf-8', { fatal: true })

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(body))
  } catch {
    return undefined
  }
}
