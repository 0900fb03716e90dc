import type { FastifyInstance } from 'fastify'
import type { Route } from '../route.ts'
import { createRateLimit } from '../rate-limit.ts'
import type { PathGateway } from '../socket/path-gateway.ts'
import type { SocketDoor } from '../socket/socket-door.ts'
import { fileRoutes } from './files/file-routes.ts'
import { forgetRoute } from './forget-route.ts'
import { createLongPolls } from './long-polls.ts'
import { mountWidget } from './mount-widget.ts'
import { mountPreview } from './preview-page.ts'
import { robotRoute } from './robot-route.ts'
import { createShopWindow, type ShopWindowOptions } from './shop-window.ts'
import { type StartSessionDeps, startSessionRoute } from './start-session.ts'
import { widgetTalkRoutes } from './talk-routes.ts'
import { createWaitingLine } from './waiting-line.ts'
import { createWidgetDoor } from './widget-door.ts'

export interface WidgetOptions extends ShopWindowOptions, Pick<StartSessionDeps, 'models'> {
  readonly gateway: PathGateway
  /** Where the built chat window lies. */
  readonly folder: string
}

export interface Widget {
  readonly routes: readonly Route[]
  readonly door: SocketDoor
  mount(fastify: FastifyInstance): void
}

// What a shaky line says twice counts twice.
const MESSAGES_A_MINUTE = 120

/** The buyer's side: sessions, messages both ways, and the pages and scripts that shops embed. */
export function openWidget(options: WidgetOptions): Widget {
  const { database, clock, gateway, models, folder } = options
  const window = createShopWindow(options)
  const rateLimit = createRateLimit(MESSAGES_A_MINUTE)
  const deps = {
    database,
    window,
    gateway,
    rateLimit,
    polls: createLongPolls(gateway),
    line: createWaitingLine(database, clock),
  }
  return {
    routes: [
      startSessionRoute({ ...deps, models }),
      robotRoute({ ...deps, models }),
      forgetRoute(deps),
      ...widgetTalkRoutes(deps),
      ...fileRoutes(deps),
    ],
    door: createWidgetDoor({ ...deps, now: clock.now }),
    mount(fastify) {
      mountWidget(fastify, { folder, window })
      mountPreview(fastify)
    },
  }
}
