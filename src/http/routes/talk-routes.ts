import type { Route } from '../route.ts'
import { conversationRoutes } from './conversations.ts'
import { explanationRoutes } from './explanations.ts'
import { type HandsDeps, handsRoutes } from './hands.ts'
import { type InboundDeps, inboundRoutes } from './inbound.ts'
import { memoryRoutes } from './memory.ts'
import { unmaskedMessageRoute } from './unmasked-message.ts'
import type { Path } from '../../turn/index.ts'

export interface TalkDeps extends Omit<HandsDeps, 'path'>, Omit<InboundDeps, 'path'> {
  readonly path: Pick<Path, 'receive' | 'outcome' | 'renew' | 'idle'>
}

/** Everything that is said: buyers in, people in, and what became of it. */
export const talkRoutes = (deps: TalkDeps): Route[] => [
  ...inboundRoutes(deps),
  ...conversationRoutes(),
  ...handsRoutes(deps),
  ...explanationRoutes(),
  unmaskedMessageRoute(),
  ...memoryRoutes(deps),
]
