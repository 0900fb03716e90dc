import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Reply } from './route.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
const reply = z.object({
  status: z.int(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
})

/**
 * A reply may hold a secret that is told once (an API key). What is stored for repeats is therefore sealed with the
 * caller's own Idempotency-Key, of which we keep only a digest: the database alone gives nothing away.
 */
export function sealReply(key: string, answered: Reply): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key), iv)
  const closed = Buffer.concat([cipher.update(JSON.stringify(answered), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), closed]).toString('base64')
}

export function unsealReply(key: string, sealed: string): Reply {
  const all = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key), all.subarray(0, IV_BYTES))
  decipher.setAuthTag(all.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  const opened = Buffer.concat([decipher.update(all.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  const { status, body, headers } = reply.parse(JSON.parse(opened.toString('utf8')))
  return { status, body, ...(headers && { headers }) }
}

/** Keyed, because the body of a sign-in holds a password. */
export const digestUnder = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url')

const sealingKey = (key: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'xiaoer idempotent reply', 32))
