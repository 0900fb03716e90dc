import { XiaoerError } from '../../kernel/errors.ts'
import { addressOf } from '../socket/admit-upgrade.ts'
import type { SocketDoor } from '../socket/socket-door.ts'
import { createBuyerGateway } from './buyer-gateway.ts'
import { checkOrigin } from './shop-window.ts'
import { findTalk, type WidgetTalkDeps } from './talk-routes.ts'

/** `/api/v1/widget/ws?session=…`: the same frames as for API keys, about one buyer's own talk. */
export const createWidgetDoor = (deps: WidgetTalkDeps & { readonly now: () => number }): SocketDoor => ({
  path: '/api/v1/widget/ws',
  async admit(request) {
    const secret = addressOf(request).searchParams.get('session') ?? ''
    const visiting = secret.length > 2000 ? null : await deps.window.visiting(secret)
    if (!visiting) throw new XiaoerError({ code: 'not-signed-in' })
    checkOrigin(visiting.account, request.headers.origin, request.headers.host)
    const talk = await findTalk(deps, visiting)
    const gateway = createBuyerGateway({ ...deps, ...visiting, conversationId: talk?.conversationId ?? null })
    const isWelcome = async () => (await deps.window.visiting(secret)) !== null
    return { account: visiting.account, gateway, isWelcome }
  },
})
