import type { Context, OrderFacts, Turn } from '../dialogue/index.ts'
import { readHoldsInView } from '../offer/index.ts'
import { readOrdersInView } from '../shop/index.ts'
import type { HotLane } from '../storage/index.ts'
import { roomOf } from './room-of.ts'
import type { ShopModel } from './shop-models.ts'
import type { Talk } from './talk.ts'

const MOST_ORDERS = 20

export interface Recalling {
  readonly turn: Turn
  readonly talk: Talk
  readonly model: ShopModel
  readonly now: number
  readonly hot: HotLane
}

/** Everything the turn may look at: memory that has not expired, the shop, the buyer's orders when he is vouched for. */
export async function recall({ turn, talk, model, now, hot }: Recalling): Promise<Context> {
  const { customerId } = talk
  const [orders, holds] =
    customerId === null
      ? [[], []]
      : await Promise.all([readOrders(turn, customerId, hot), readHoldsInView(hot, turn, { customerId, at: now })])
  const memory = [...talk.memory.values()].filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  return {
    now,
    shop: model.view,
    channel: { kind: talk.account.kind, profile: talk.account.kind },
    buyer: { buyerId: talk.buyerId, name: talk.name, customerId, groups: [], holds },
    catalogue: model.catalogue,
    knowledge: model.knowledge,
    documents: model.documents,
    orders,
    coupons: model.couponsAt(now),
    offers: model.offers,
    room: roomOf(turn, { memory, rooms: model.rooms }),
    memory,
    agentsOnDuty: model.isOnDuty(now),
    handling: talk.owner,
    validities: model.validitiesAt(now),
  }
}

async function readOrders({ orgId, shopId }: Turn, customerId: string, hot: HotLane): Promise<OrderFacts[]> {
  const { orders, parcels, refunds } = await readOrdersInView(
    hot,
    { orgId, shopId },
    { customerId, limit: MOST_ORDERS },
  )
  return orders.map((order) => ({
    order,
    parcels: parcels.filter(({ orderId }) => orderId === order.orderId),
    refunds: refunds.filter(({ orderId }) => orderId === order.orderId),
  }))
}
