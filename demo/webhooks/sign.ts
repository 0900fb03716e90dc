import { createHmac } from 'node:crypto'

/** Standard Webhooks 1.0: `v1,` + base64 HMAC-SHA256 over `id.timestamp.body`. The secret is `whsec_` + base64. */
export function signatureOf(secret: string, sent: { id: string; timestampS: number; body: string }): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${sent.id}.${sent.timestampS}.${sent.body}`).digest('base64')}`
}
