import { Registry } from 'prom-client'
import { z } from 'zod'
import { createHttpServer, type HttpServer, type Route } from '../../src/http/index.ts'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createLogger } from '../../src/kernel/logger.ts'
import { ownerOfShop } from '../../src/shop/index.ts'
import { createAuthenticator } from '../../src/staff/index.ts'
import type { Database } from '../../src/storage/index.ts'
import { freshDatabase } from '../database.ts'
import { NOON } from '../fixtures/shop-documents.ts'
import { furnishHouse } from './furnish-house.ts'
import type { Answer, Ask, House } from './house.ts'
import { openFirm } from './open-firm.ts'

export interface HouseOptions {
  readonly ratePerMinute?: number
  readonly signInTries?: number
  readonly maxInFlight?: number
  extraRoutes?(database: Database): Route[]
}

/** A server with two firms in it, each with shops, people, a key and the same ids in its shop system. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const fresh = await freshDatabase()
  const { database } = fresh
  const clock = createManualClock(NOON)
  const authenticator = createAuthenticator({ database, clock })
  const logger = createLogger('silent')
  const tries = options.signInTries ?? 10
  const { routes, path } = await furnishHouse({ database, clock, logger, authenticator, tries })
  const server = createHttpServer({
    database,
    clock,
    authenticator,
    logger,
    registry: new Registry(),
    findShopOwner: (shopId) => ownerOfShop(database, shopId),
    routes: [...routes, ...(options.extraRoutes?.(database) ?? [])],
    ratePerMinute: options.ratePerMinute ?? 0,
    notReady: async () => [],
    version: '0.0.0-test',
    checkReplies: true,
    ...(options.maxInFlight !== undefined && { maxInFlight: options.maxInFlight }),
  })
  const ask = (asked: Ask) => inject(server, asked)
  const ours = await openFirm(database, ask, 'ours')
  const theirs = await openFirm(database, ask, 'theirs')
  await path.drain()
  const close = async () => {
    await server.close()
    await path.drain()
    await fresh.close()
  }
  return { fresh, clock, server, ours, theirs, ask, close }
}

async function inject(server: HttpServer, { method, url, as, body, raw, headers }: Ask): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const answer = await server.fastify.inject({
    // light-my-request knows fewer methods than there are
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']).parse(method),
    url,
    headers: {
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...headers,
    },
    ...(payload !== undefined && { payload }),
  })
  const isJson = /^application\/json(;|$)/.test(String(answer.headers['content-type']))
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.payload,
    body: isJson && answer.payload !== '' ? JSON.parse(answer.payload) : undefined,
  }
}
