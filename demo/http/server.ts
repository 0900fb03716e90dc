import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { DemoServer } from './demo-server.ts'
import type { OpenShop } from '../store/shops.ts'
import type { DemoWorld } from '../world.ts'
import { HttpProblem, absent } from './problem.ts'
import { addFrontRoutes } from '../front/front-routes.ts'
import { addActionRoutes } from './action-routes.ts'
import { addClockRoutes } from './clock-routes.ts'
import { addPageRoutes } from './page-routes.ts'
import { addReadRoutes } from './read-routes.ts'
import { addWebhookRoutes } from './webhook-routes.ts'

const BODY_LIMIT = 262_144

export function createDemoServer(world: DemoWorld, origin: () => string): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true })
  answerInJson(app)
  const shopOf = (request: FastifyRequest): OpenShop => {
    const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    const shop = world.shops.find((candidate) => candidate.apiKey === key)
    if (!shop)
      throw new HttpProblem({
        status: 401,
        code: 'not-signed-in',
        message: 'Send the key of a shop: Authorization: Bearer …',
      })
    return shop
  }
  const ownShop = (request: FastifyRequest, shopId: string): OpenShop => {
    const shop = shopOf(request)
    if (shop.id !== shopId) throw absent()
    return shop
  }
  const server: DemoServer = { app, world, origin, shopOf, ownShop }
  addClockRoutes(server)
  addReadRoutes(server)
  addActionRoutes(server)
  addWebhookRoutes(server)
  addPageRoutes(server)
  addFrontRoutes(server)
  return app
}

function answerInJson(app: FastifyInstance): void {
  app.setNotFoundHandler(() => {
    throw absent()
  })
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof HttpProblem) {
      const { code, message, field } = error
      return reply.status(error.status).send({ error: { code, message, ...(field && { field }) } })
    }
    const status = statusOf(error)
    const code = status >= 500 ? 'internal' : 'bad-request'
    const message = status >= 500 ? 'The demo shop has a fault.' : 'The request cannot be read.'
    return reply.status(status).send({ error: { code, message } })
  })
}

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
