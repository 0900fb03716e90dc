import type { IncomingMessage } from 'node:http'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { channelId } from '../../kernel/ids.ts'
import type { ChannelAccount } from '../../message/index.ts'
import { type Actor, type Authenticator, isAllowed, reachesShop } from '../../staff/index.ts'
import type { RateLimit } from '../rate-limit.ts'
import type { Gateway } from './gateway.ts'

export interface UpgradeDeps {
  readonly authenticator: Authenticator
  readonly gateway: Gateway
  readonly rateLimit: RateLimit
  readonly now: () => number
}

export interface Admitted {
  readonly actor: Actor
  readonly account: ChannelAccount
  readonly secret: string
}

/**
 * Who may open a socket to `/api/v1/ws?channelId=…`: an API key or sign-in with `messages:write`, in the header or as
 * `?token=` (browsers cannot set headers here). Cookies do not count: another site could ride on them.
 */
export async function admitUpgrade(request: IncomingMessage, deps: UpgradeDeps): Promise<Admitted> {
  const { searchParams } = addressOf(request)
  const wait = deps.rateLimit.take(`address ${request.socket.remoteAddress ?? ''}`, deps.now())
  if (wait > 0) throw new XiaoerError({ code: 'too-many-requests', retryAfterS: wait })
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const secret = bearer ?? searchParams.get('token') ?? ''
  const actor = secret ? await deps.authenticator.authenticate(secret) : null
  if (!actor) throw new XiaoerError({ code: 'not-signed-in' })
  if (!isAllowed(actor, 'messages:write')) throw new XiaoerError({ code: 'forbidden' })
  const wanted = channelId.safeParse(searchParams.get('channelId'))
  const account = wanted.success ? await deps.gateway.account(wanted.data) : null
  if (!account || account.orgId !== actor.orgId || !reachesShop(actor, account.shopId)) throw notFound()
  return { actor, account, secret }
}

/** Throws `not-found` for what is no address. */
export function addressOf(request: IncomingMessage): URL {
  const path = request.url ?? '/'
  if (!URL.canParse(path, 'http://localhost')) throw notFound()
  return new URL(path, 'http://localhost')
}
