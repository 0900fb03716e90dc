import type { IncomingMessage } from 'node:http'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { channelId } from '../../kernel/ids.ts'
import { type Authenticator, isAllowed, reachesShop } from '../../staff/index.ts'
import type { Gateway } from './gateway.ts'
import type { Admitted, SocketDoor } from './socket-door.ts'

interface KeyDoor {
  readonly authenticator: Authenticator
  readonly gateway: Gateway
}

export const createKeyDoor = (deps: KeyDoor): SocketDoor => ({
  path: '/api/v1/ws',
  admit: (request) => admitUpgrade(request, deps),
})

/**
 * Who may open a socket to `/api/v1/ws?channelId=…`: an API key or sign-in with `messages:write`, in the header or as
 * `?token=` (browsers cannot set headers here). Cookies do not count: another site could ride on them.
 */
async function admitUpgrade(request: IncomingMessage, deps: KeyDoor): Promise<Admitted> {
  const { searchParams } = addressOf(request)
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const secret = bearer ?? searchParams.get('token') ?? ''
  const actor = secret ? await deps.authenticator.authenticate(secret) : null
  if (!actor) throw new XiaoerError({ code: 'not-signed-in' })
  if (!isAllowed(actor, 'messages:write')) throw new XiaoerError({ code: 'forbidden' })
  const wanted = channelId.safeParse(searchParams.get('channelId'))
  const account = wanted.success ? await deps.gateway.account(wanted.data) : null
  if (!account || account.orgId !== actor.orgId || !reachesShop(actor, account.shopId)) throw notFound()
  return { account, gateway: deps.gateway, isWelcome: () => isWelcome(secret, account.channelId, deps) }
}

async function isWelcome(secret: string, channel: string, { authenticator, gateway }: KeyDoor): Promise<boolean> {
  const [actor, account] = await Promise.all([authenticator.authenticate(secret), gateway.account(channel)])
  return actor !== null && account !== null
}

/** Throws `not-found` for what is no address. */
export function addressOf(request: IncomingMessage): URL {
  const path = request.url ?? '/'
  if (!URL.canParse(path, 'http://localhost')) throw notFound()
  return new URL(path, 'http://localhost')
}
