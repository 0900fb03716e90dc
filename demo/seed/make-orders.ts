import type { Catalogue, ShopListing } from '../catalogue.ts'
import { type Chance, chanceOf } from '../chance.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../clock.ts'
import { advance, type Course } from '../life/advance.ts'
import { placeOrder } from '../life/place-order.ts'
import { type Dispatch, planJourney } from '../life/plan-journey.ts'
import type { Order, Product } from '../shapes.ts'
import type { Person } from './make-people.ts'

export interface OrderWorld {
  readonly shop: ShopListing
  readonly products: readonly Product[]
  readonly people: readonly Person[]
  readonly catalogue: Catalogue
  readonly seed: string
  readonly now: number
}

const DAYS = 60
// The faces of the demo do nothing else for a while: their scene is their latest order.
const QUIET_DAYS = 20

/** Sixty days of trade, every order brought to where it stands now. */
export function makeOrders(world: OrderWorld): Course[] {
  const customers = world.people.filter((person) => person.shopIds.includes(world.shop.id))
  const courses: Course[] = []
  for (let day = DAYS; day >= 1; day -= 1) {
    const chance = chanceOf(`${world.seed} day ${world.shop.id} ${day}`)
    const visitors = day <= QUIET_DAYS ? customers.slice(SCENES.length) : customers
    const count = Math.round(world.shop.ordersPerDay * (0.6 + chance.next() * 0.8))
    for (let index = 0; index < count; index += 1) {
      const placedAt = world.now - day * DAY_MS + Math.floor(chance.next() * DAY_MS)
      courses.push(
        advance(begin(world, { key: `${day} ${index}`, person: chance.pick(visitors), placedAt }), world.now),
      )
    }
  }
  return [...courses, ...makeShowcase(world, customers)]
}

export const dispatchOf = (shop: ShopListing, catalogue: Catalogue, seed: string): Dispatch => ({
  shopId: shop.id,
  seed,
  from: shop.from,
  couriers: shop.couriers,
  dispatchHours: shop.dispatchHours,
  people: catalogue.people,
})

interface Placing {
  readonly key: string
  readonly person: Person
  readonly placedAt: number
}

function begin(world: OrderWorld, { key, person, placedAt }: Placing): Course {
  const chance = chanceOf(`${world.seed} order ${world.shop.id} ${key}`)
  const course = placeOrder({
    orderId: `28${chance.digits(17)}`,
    customerId: person.customerId,
    shop: world.shop,
    lines: pickLines(world, chance),
    address: person.address,
    note: chance.happens(0.12) ? chance.pick(world.catalogue.people.notes) : '',
    placedAt,
  })
  if (chance.happens(0.1)) return course
  const paidAt = placedAt + chance.between(30, 1500) * 1000
  const { order } = course
  return { ...course, steps: planJourney(order, dispatchOf(world.shop, world.catalogue, world.seed), paidAt) }
}

function pickLines({ products }: OrderWorld, chance: Chance) {
  const onShelf = products.filter((product) => product.onShelf)
  const wanted = new Set(
    Array.from({ length: chance.happens(0.25) ? chance.between(2, 3) : 1 }, () => chance.pick(onShelf)),
  )
  return [...wanted].map((product) => ({
    product,
    sku: chance.pick(product.skus),
    quantity: chance.happens(0.12) ? chance.between(2, 3) : 1,
  }))
}

interface Scene {
  readonly hoursAgo: number
  readonly shows: (course: Course, now: number) => boolean
}

const SCENES: readonly Scene[] = [
  {
    hoursAgo: 45,
    shows: ({ order, parcels }) =>
      order.state === 'shipped' &&
      (parcels[0]?.events.length ?? 0) > 1 &&
      parcels.every((parcel) => parcel.state === 'in-transit'),
  },
  {
    hoursAgo: 90,
    shows: ({ order, steps }, now) =>
      order.state === 'paid' && (order.shipBy ?? now) < now && steps.some((step) => step.kind === 'ship'),
  },
  { hoursAgo: 150, shows: ({ order, refunds }) => order.state === 'received' && refunds.length === 0 },
  { hoursAgo: 5 / 60, shows: ({ order, steps }) => order.state === 'unpaid' && steps[0]?.kind === 'expire' },
  {
    hoursAgo: 230,
    shows: ({ refunds }) =>
      refunds.some(
        (refund) =>
          refund.kind === 'return' &&
          (refund.state === 'requested' || refund.state === 'agreed' || refund.state === 'sent-back'),
      ),
  },
  {
    hoursAgo: 130,
    shows: ({ order, parcels }, now) =>
      order.state === 'shipped' &&
      parcels.some(
        (parcel) => parcel.state === 'in-transit' && parcel.events.length > 2 && now - parcel.updatedAt > 50 * HOUR_MS,
      ),
  },
  { hoursAgo: 320, shows: ({ parcels }) => parcels.some((parcel) => parcel.state === 'lost') },
  { hoursAgo: 6, shows: ({ order, steps }) => order.state === 'paid' && steps.some((step) => step.kind === 'ship') },
  { hoursAgo: 70, shows: ({ parcels }) => parcels.some((parcel) => parcel.state === 'delivering') },
]

/**
 * The first buyers each stand in one situation a shop must answer for: 001 in transit, 002 late dispatch, 003 received,
 * 004 unpaid, 005 return under way, 006 stalled parcel, 007 lost parcel, 008 just paid, 009 out for delivery. Their orders
 * are ordinary ones: of many that could have been, the first whose own fate fits.
 */
function makeShowcase(world: OrderWorld, customers: readonly Person[]): Course[] {
  return SCENES.flatMap((scene, index) => {
    const person = customers[index]
    return person ? [findScene(world, scene, { person, index })] : []
  })
}

function findScene(world: OrderWorld, scene: Scene, { person, index }: { person: Person; index: number }): Course {
  const tries = 4000
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const placedAt = world.now - Math.round(scene.hoursAgo * HOUR_MS) - (attempt % 7) * MINUTE_MS
    const course = advance(begin(world, { key: `scene ${index} ${attempt}`, person, placedAt }), world.now)
    if (scene.shows(course, world.now)) return course
  }
  throw new Error(`${world.shop.id}: no order shows scene ${index} in ${tries} tries`)
}

export const countsAsBought = (order: Order): boolean => order.paidAt !== null && order.state !== 'closed'
