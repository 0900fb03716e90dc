import { readInboundValue } from '../../channel/http/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import type { InboundMessage, InboundRefusal } from '../../message/index.ts'

const KEY = /^[\x21-\x7e]{1,200}$/

/**
 * What the caller of an API key sends: one message or `{messages: [...]}`. A single message without an id of its own takes
 * the Idempotency-Key for it. Throws what the caller is told.
 */
export function readMessages(body: Buffer, key: string | undefined): readonly InboundMessage[] {
  const read = readInboundValue(named(readJson(body), key))
  if (read.ok) return read.value
  throw refusal(read.problem)
}

export function checkKey(key: string | undefined): string | undefined {
  if (key === undefined || KEY.test(key)) return key
  const message = 'Use 1 to 200 visible ASCII characters.'
  throw new XiaoerError({ code: 'invalid-field', field: 'Idempotency-Key', message })
}

export function refusal(problem: InboundRefusal): XiaoerError {
  switch (problem.kind) {
    case 'bad-signature':
      return new XiaoerError({ code: 'bad-signature' })
    case 'too-old':
      return new XiaoerError({ code: 'bad-signature', message: 'The signature is too old, or its time lies ahead.' })
    case 'unreadable':
      return problem.field === ''
        ? new XiaoerError({ code: 'bad-request', message: problem.message })
        : new XiaoerError({ code: 'invalid-field', field: problem.field, message: problem.message })
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(body))
  } catch (error) {
    throw new XiaoerError({ code: 'bad-request', message: 'The body is not valid JSON.' }, { cause: error })
  }
}

function named(value: unknown, key: string | undefined): unknown {
  if (key === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return 'messages' in value || 'messageId' in value ? value : { ...value, messageId: key }
}
