import { XiaoerError } from '../kernel/errors.ts'
import { type Actor, type Authenticator, isAllowed } from '../staff/index.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Headers, Route } from './route.ts'

export const SIGN_IN_COOKIE = 'xiaoer_sign_in'

interface Caller {
  readonly headers: Headers
  readonly address: string
  readonly at: number
}

interface Doors {
  readonly authenticator: Authenticator
  readonly rateLimit: RateLimit
}

/**
 * Who calls, within his rate: at once for a caller of the last seconds, else after a look at the database. Null for
 * somebody without a secret; throws `not-signed-in`, `forbidden`, `too-many-requests`.
 */
export function recallActor(route: Route, caller: Caller, doors: Doors): Actor | null | Promise<Actor | null> {
  const moment = { authenticator: doors.authenticator, rateLimit: doors.rateLimit, at: caller.at }
  const secret = presentedSecret(route, caller.headers)
  const known = secret === null ? undefined : doors.authenticator.recall(secret)
  if (known) return admitted(route, known, moment)
  if (secret === null && comesSigned(route, caller.headers)) return null
  // Guessing costs the guesser's address; a known caller has a bucket of his own.
  spend(doors.rateLimit, `address ${caller.address}`, caller.at)
  return secret === null ? admitted(route, null, moment) : lookUp(route, secret, moment)
}

interface Moment extends Doors {
  readonly at: number
}

async function lookUp(route: Route, secret: string, moment: Moment): Promise<Actor | null> {
  const actor = await moment.authenticator.authenticate(secret)
  if (!actor && route.access !== 'public') throw new XiaoerError({ code: 'not-signed-in' })
  return admitted(route, actor, moment)
}

function admitted(route: Route, actor: Actor | null, { rateLimit, at }: Moment): Actor | null {
  if (actor) spend(rateLimit, actor.id, at)
  admit(route, actor)
  return actor
}

function admit(route: Route, actor: Actor | null): void {
  if (route.access === 'public') return
  if (!actor) throw new XiaoerError({ code: 'not-signed-in' })
  if (route.access === 'signed-in') {
    if (actor.kind !== 'staff')
      throw new XiaoerError({ code: 'forbidden', message: 'This is for people, not for API keys.' })
    return
  }
  if (!isAllowed(actor, route.access)) throw new XiaoerError({ code: 'forbidden' })
  if (actor.shopIds !== null && route.reach === 'organisation') {
    throw new XiaoerError({ code: 'forbidden', message: 'This reaches beyond the shops that you are limited to.' })
  }
}

/** Whose signature it is only the route can tell: it charges its own bucket. */
export const comesSigned = (route: Route, headers: Headers): boolean =>
  route.isSigned && headers.authorization === undefined && headers['webhook-signature'] !== undefined

export function spend(rateLimit: RateLimit, caller: string, at: number): void {
  const retryAfterS = rateLimit.take(caller, at)
  if (retryAfterS > 0) throw new XiaoerError({ code: 'too-many-requests', retryAfterS })
}

/** A bearer secret, else the cookie of the console; the cookie may write only from our own pages. */
function presentedSecret(route: Route, headers: Headers): string | null {
  const bearer = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  if (headers.authorization !== undefined) return ''
  const cookie = cookieNamed(headers.cookie, SIGN_IN_COOKIE)
  if (cookie === null || route.method === 'GET' || isSameOrigin(headers)) return cookie
  throw new XiaoerError({ code: 'forbidden', message: 'A write by cookie must come from our own page.' })
}

function isSameOrigin(headers: Headers): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = headers.origin
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === headers.host
}

function cookieNamed(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}
