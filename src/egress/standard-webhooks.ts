import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const TOLERANCE_S = 300
const PREFIX = 'whsec_'

export interface SignedParts {
  /** Newest first; every one of them signs and every one of them verifies, so that a key can be changed without a gap. */
  readonly secrets: readonly string[]
  readonly body: Buffer
}

export interface WebhookHeaders {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/** Standard Webhooks 1.0: base64(HMAC-SHA256(secret, `id.timestamp.body`)) over the bytes that are sent. */
export function signWebhook(parts: SignedParts & { readonly id: string; readonly at: number }): WebhookHeaders {
  const timestamp = String(Math.floor(parts.at / 1000))
  const signatures = parts.secrets.map((secret) => {
    return `v1,${digest(secret, `${parts.id}.${timestamp}.`, parts.body).toString('base64')}`
  })
  return { 'webhook-id': parts.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

export type Verdict = 'ok' | 'bad-signature' | 'too-old'

/** Checks before anything is parsed. `too-old` is said only of a request that was truly signed. */
export function verifyWebhook(
  parts: SignedParts & { readonly headers: Readonly<Record<string, string | undefined>>; readonly now: number },
): Verdict {
  const id = parts.headers['webhook-id']
  const timestamp = parts.headers['webhook-timestamp']
  const given = parts.headers['webhook-signature']
  if (!id || !timestamp || !given || !/^\d{1,12}$/.test(timestamp)) return 'bad-signature'
  const offered = given
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .slice(0, 10)
  const signatures = offered.map((each) => Buffer.from(each.slice(3), 'base64'))
  const matches = parts.secrets.some((secret) => {
    const wanted = digest(secret, `${id}.${timestamp}.`, parts.body)
    return signatures.some((signature) => signature.length === wanted.length && timingSafeEqual(signature, wanted))
  })
  if (!matches) return 'bad-signature'
  return Math.abs(parts.now / 1000 - Number(timestamp)) > TOLERANCE_S ? 'too-old' : 'ok'
}

/** A fresh secret of 256 bits, as the other side pastes it into its library. */
export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`

/** True for what `signWebhook` can use: base64 of 16 to 64 bytes, with or without `whsec_`. */
export function isWebhookSecret(secret: string): boolean {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret
  const bytes = Buffer.from(text, 'base64')
  return (
    bytes.length >= 16 && bytes.length <= 64 && bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
  )
}

const digest = (secret: string, head: string, body: Buffer): Buffer =>
  createHmac('sha256', keyOf(secret)).update(head).update(body).digest()

// Decoding base64 for every message costs as much as the digest itself.
const keys = new Map<string, Buffer>()
const MOST_KEYS = 10_000

function keyOf(secret: string): Buffer {
  const known = keys.get(secret)
  if (known) return known
  if (keys.size >= MOST_KEYS) keys.clear()
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64')
  keys.set(secret, key)
  return key
}
