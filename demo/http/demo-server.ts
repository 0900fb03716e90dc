import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OpenShop } from '../store/shops.ts'
import type { DemoWorld } from '../world.ts'

/** What routes need: the world, the address under which the shop is seen, and whose key a request carries. */
export interface DemoServer {
  readonly app: FastifyInstance
  readonly world: DemoWorld
  readonly origin: () => string
  shopOf(request: FastifyRequest): OpenShop
  /** As `shopOf`, and the key must be the one of the shop in the path: another's is as absent as none. */
  ownShop(request: FastifyRequest, shopId: string): OpenShop
}
