import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const claims = z.strictObject({
  channelId: z.string(),
  buyerRef: z.string(),
  customerId: z.string().nullable(),
  name: z.string().nullable(),
  /** Epoch ms. */
  until: z.int(),
})
/** Who a browser is to the shop. Signed by us and kept by the browser: no table, no cookie. */
export type WidgetSession = z.infer<typeof claims>

export function writeSession(secret: string, session: WidgetSession): string {
  const body = Buffer.from(JSON.stringify(session)).toString('base64url')
  return `${body}.${signatureOf(secret, body).toString('base64url')}`
}

/** Null: not ours, altered, or over. The older of two secrets still counts. */
export function readSession(secrets: readonly string[], token: string, at: number): WidgetSession | null {
  const [body = '', signature = '', ...rest] = token.split('.')
  if (rest.length > 0) return null
  const given = Buffer.from(signature, 'base64url')
  const isOurs = secrets.some((secret) => {
    const wanted = signatureOf(secret, body)
    return wanted.length === given.length && timingSafeEqual(wanted, given)
  })
  if (!isOurs) return null
  const session = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  return session.success && session.data.until > at ? session.data : null
}

/** Read before it is believed, to learn by whose secret it wants to be checked. Null: it cannot be read. */
export function channelNamedIn(token: string): string | null {
  const text = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')
  try {
    return claims.parse(JSON.parse(text)).channelId
  } catch {
    return null
  }
}

// A key of its own: an identity that the merchant's server signs is no session, and a session is no webhook.
const signatureOf = (secret: string, body: string): Buffer => createHmac('sha256', keyOf(secret)).update(body).digest()
const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'xiaoer widget session', 32))
