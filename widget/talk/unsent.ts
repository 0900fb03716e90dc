import { type Fields, fieldsOf, type Message, textOf, type Unsent } from './shapes.ts'

/** Refusals that another try does not change. */
const FINAL = new Set([
  'invalid-field',
  'bad-request',
  'idempotency-mismatch',
  'unprocessable',
  'forbidden',
  'not-found',
])

export const itemOf = ({ messageId, content, reference, scene }: Unsent): Fields => ({
  messageId,
  content,
  ...(reference && { reference }),
  ...(scene && { scene }),
})

/** The stored message may come before its acknowledgement: the buyer must not see his words twice. */
export const isThere = (messages: readonly Message[], { afterSeq, content }: Unsent): boolean =>
  messages.some((one) => one.seq > afterSeq && one.role === 'buyer' && isSame(one.content, content))

const isSame = (one: Fields, other: Fields): boolean =>
  one.kind === other.kind && one.text === other.text && one.token === other.token && one.url === other.url

/** randomUUID is missing on pages without https. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** What becomes of one thing said: it waits on, is refused, or is stored and then no longer among the unsent. */
export function settle(one: Unsent, ack: Fields | undefined, stored: Fields[]): readonly Unsent[] {
  if (!ack) return [one]
  const code = textOf(fieldsOf(ack.error).code)
  if (code) return [{ ...one, hasFailed: FINAL.has(code) }]
  stored.push({ seq: ack.seq, role: 'buyer', content: one.content, at: new Date(one.at).toISOString() })
  return []
}
