import { expect, test } from 'vitest'
import { readCatalogue } from '../catalogue.ts'
import { advance } from '../life/advance.ts'
import { drawPicture } from '../pictures/draw-picture.ts'
import { SHAPES } from '../pictures/shapes.ts'
import { makeBuyers } from './make-buyers.ts'
import { makeCoupons } from './make-coupons.ts'
import { makeOrders } from './make-orders.ts'
import { makePeople } from './make-people.ts'
import { makeProducts } from './make-products.ts'

const catalogue = await readCatalogue()
const NOW = Date.UTC(2026, 10, 20, 2)

function makeWorld(seed: string, now: number) {
  const people = makePeople(catalogue, seed)
  return catalogue.shops.map((shop) => {
    const products = makeProducts(shop, seed, now)
    const courses = makeOrders({ shop, products, people, catalogue, seed, now })
    const coupons = makeCoupons(shop, products, { seed, now })
    return { shop: shop.id, products, courses, coupons, buyers: makeBuyers(shop.id, people, { courses, now }) }
  })
}

const world = makeWorld('one', NOW)
const courses = world.flatMap((shop) => shop.courses)

test('the same seed and instant make the same shops to the last digit, another seed or instant others', () => {
  expect(makeWorld('one', NOW)).toEqual(world)
  expect(makeWorld('two', NOW)).not.toEqual(world)
  expect(makeWorld('one', NOW + 1)).not.toEqual(world)
})

test('there are six shops in two groups, over 220 products of different titles, and 300 buyers', () => {
  const titles = world.flatMap((shop) => shop.products.map((product) => product.title))
  expect(new Set(catalogue.shops.map((shop) => shop.industry)).size).toBe(6)
  expect(new Set(catalogue.shops.map((shop) => shop.group)).size).toBe(2)
  expect(new Set(titles).size).toBe(titles.length)
  expect(titles.length).toBeGreaterThanOrEqual(220)
  expect(new Set(world.flatMap((shop) => shop.buyers.map((buyer) => buyer.customerId))).size).toBe(300)
})

test('every id is one of a kind, every picture is drawn with an outline of its own kind', () => {
  const ids = [
    ...world.flatMap((shop) =>
      shop.products.flatMap((product) => [product.productId, ...product.skus.map((sku) => sku.skuId)]),
    ),
    ...courses.map((course) => course.order.orderId),
    ...courses.flatMap((course) => course.parcels.map((parcel) => parcel.parcelId)),
    ...courses.flatMap((course) => course.refunds.map((refund) => refund.refundId)),
  ]
  expect(new Set(ids).size).toBe(ids.length)
  for (const product of world.flatMap((shop) => shop.products)) {
    expect([product.title, product.shape in SHAPES]).toEqual([product.title, true])
    expect(drawPicture(product, ['#888888'])).toMatch(/^<svg .*<\/svg>$/s)
  }
})

test('orders stand in every state, parcels stall and get lost, refunds are at every stage', () => {
  expect(new Set(courses.map((course) => course.order.state))).toEqual(
    new Set(['unpaid', 'paid', 'shipped', 'received', 'completed', 'closed']),
  )
  const parcels = courses.flatMap((course) => course.parcels)
  expect(new Set(parcels.map((parcel) => parcel.state)).has('lost')).toBe(true)
  expect(parcels.some((parcel) => parcel.state === 'in-transit' && NOW - parcel.updatedAt > 48 * 3_600_000)).toBe(true)
  const refunds = courses.flatMap((course) => course.refunds)
  expect(new Set(refunds.map((refund) => refund.kind))).toEqual(new Set(['refund', 'return', 'exchange']))
  for (const state of ['requested', 'agreed', 'sent-back', 'refused', 'done'])
    expect(refunds.map((refund) => refund.state)).toContain(state)
  const late = courses.filter(({ order }) => order.state === 'paid' && (order.shipBy ?? NOW) < NOW)
  expect(late.length).toBeGreaterThan(0)
})

test('nothing of the past lies in the future, and what is still to come does', () => {
  for (const { order, parcels, steps } of courses) {
    expect(order.updatedAt).toBeLessThanOrEqual(NOW)
    expect(parcels.flatMap((parcel) => parcel.events).every((event) => event.at <= NOW)).toBe(true)
    expect(steps.every((step) => step.at > NOW)).toBe(true)
  }
})

test('going on in one leap or hour by hour comes to the same', () => {
  const moving = courses.filter((course) => course.steps.length > 0).slice(0, 50)
  expect(moving.length).toBe(50)
  for (const course of moving) {
    const hours = Array.from({ length: 24 * 20 }, (_, hour) => NOW + hour * 3_600_000)
    const slowly = hours.reduce((current, at) => advance(current, at), course)
    expect(slowly).toEqual(advance(course, hours.at(-1) ?? NOW))
  }
})
