import type { Fields, Message, Unsent } from './shapes.ts'

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
  one.kind === other.kind && one.text === other.text && one.token === other.token

/** randomUUID is missing on pages without https. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
