import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { done, failed, type Result } from '../../kernel/result.ts'

export interface Identity {
  /** The shop's own id of the buyer. */
  readonly customerId: string
  readonly name: string | null
}

const header = z.object({ alg: z.literal('HS256') })
const plain = z.string().regex(/^[^\0-\x1f\x7f]+$/)
const claims = z.object({
  sub: plain.min(1).max(120),
  name: plain.max(100).optional(),
  /** Seconds since 1970, as JWT counts. */
  exp: z.number(),
  iat: z.number().optional(),
})
const LONGEST_S = 7 * 24 * 3600

export type IdentityProblem = 'unreadable' | 'bad-signature' | 'over'

/**
 * A JWT (HS256) that the merchant's server signed with the secret of the channel: `sub` is the buyer's id in the shop,
 * `exp` lies at most a week ahead. No other algorithm is taken, whatever the header says.
 */
export function readIdentity(secrets: readonly string[], token: string, at: number): Result<Identity, IdentityProblem> {
  const [head = '', body = '', signature = '', ...rest] = token.split('.')
  if (rest.length > 0 || !header.safeParse(unpack(head)).success) return failed('unreadable')
  const given = Buffer.from(signature, 'base64url')
  const isTrue = secrets.some((secret) => {
    const wanted = createHmac('sha256', secret).update(`${head}.${body}`).digest()
    return wanted.length === given.length && timingSafeEqual(wanted, given)
  })
  if (!isTrue) return failed('bad-signature')
  const read = claims.safeParse(unpack(body))
  if (!read.success) return failed('unreadable')
  const leftS = read.data.exp - at / 1000
  if (leftS <= 0 || leftS > LONGEST_S) return failed('over')
  return done({ customerId: read.data.sub, name: read.data.name ?? null })
}

function unpack(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
