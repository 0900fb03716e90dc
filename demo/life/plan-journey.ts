import type { People } from '../catalogue.ts'
import { chanceOf, type Chance } from '../chance.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../clock.ts'
import { fen, type Order } from '../shapes.ts'
import { inOrder, type Step } from './steps.ts'

/** What of the shop decides how an order fares. */
export interface Dispatch {
  readonly shopId: string
  readonly seed: string
  readonly from: { readonly province: string; readonly city: string }
  readonly couriers: readonly { readonly name: string; readonly prefix: string }[]
  readonly dispatchHours: number
  readonly people: People
}

export const UNPAID_MS = 30 * MINUTE_MS
const COMPLETE_AFTER_MS = 10 * DAY_MS

/** From payment to the end, refunds included; the order's id alone decides its fate. */
export function planJourney(order: Order, dispatch: Dispatch, paidAt: number): Step[] {
  const chance = chanceOf(`${dispatch.seed} journey ${order.orderId}`)
  const shipBy = paidAt + dispatch.dispatchHours * HOUR_MS
  const paid: Step = { kind: 'pay', at: paidAt, shipBy }
  if (chance.happens(0.03)) return [paid, ...refundUnshipped({ order, dispatch, chance }, paidAt)]
  const shippedAt = dispatchInstant(chance, paidAt, dispatch.dispatchHours)
  return [paid, ...planFromDispatch({ order, dispatch, chance, shippedAt })]
}

// Most shops send in time, some days not: one order in eight is late, a few are forgotten for days.
function dispatchInstant(chance: Chance, paidAt: number, dispatchHours: number): number {
  const hours = chance.happens(0.85)
    ? chance.between(3, Math.max(4, dispatchHours - 1)) + chance.next()
    : dispatchHours + (chance.happens(0.8) ? chance.between(4, 40) : chance.between(100, 150))
  return paidAt + Math.round(hours * HOUR_MS)
}

interface Fate {
  readonly order: Order
  readonly dispatch: Dispatch
  readonly chance: Chance
}

interface Sending extends Fate {
  readonly shippedAt: number
}

/** From dispatch to the end: parcels, their traces, receipt, completion, perhaps a return. */
export function planFromDispatch({ order, dispatch, chance, shippedAt }: Sending): Step[] {
  const count = order.lines.length > 1 && chance.happens(0.15) ? 2 : 1
  const parcels = Array.from({ length: count }, (_, index) => {
    const courier = chance.pick(dispatch.couriers)
    const number = `${courier.prefix}${chance.digits(12)}`
    return {
      parcelId: `W${order.orderId.slice(2)}${index + 1}`,
      company: courier.name,
      number,
      eta: shippedAt + 3 * DAY_MS,
    }
  })
  const traces = parcels.map((parcel) => planTraces({ order, dispatch, chance, shippedAt }, parcel.parcelId))
  const ship: Step = { kind: 'ship', at: shippedAt, parcels }
  const lost = traces.flat().find((step) => step.kind === 'trace' && step.state === 'lost')
  if (lost) return inOrder([ship, ...traces.flat(), ...refundLost({ order, dispatch, chance }, lost.at)])
  const receivedAt = Math.max(...traces.flat().map((step) => step.at))
  return inOrder([ship, ...traces.flat(), ...afterReceipt({ order, dispatch, chance }, receivedAt)])
}

function planTraces({ order, dispatch, chance, shippedAt }: Sending, parcelId: string): Step[] {
  const { people } = dispatch
  const places = routeOf(order, dispatch)
  const stalls = chance.happens(0.06)
  const isLost = !stalls && chance.happens(0.015)
  const steps: Step[] = []
  let at = shippedAt + chance.between(1, 5) * HOUR_MS
  for (const [index, place] of places.entries()) {
    if (isLost && index > MIDDLE) break
    const { texts, state } = stageOf(index, places.length, people)
    const text = chance
      .pick(texts)
      .replaceAll('{place}', place)
      .replaceAll('{next}', places[index + 1] ?? place)
      .replaceAll('{courier}', chance.pick(people.surnames))
    steps.push({ kind: 'trace', at, parcelId, text, place, state })
    at += stalls && index === MIDDLE ? chance.between(70, 120) * HOUR_MS : chance.between(50, 780) * MINUTE_MS
  }
  if (!isLost) return steps
  const text = chance.pick(people.traces.lost)
  return [...steps, { kind: 'trace', at: at + 5 * DAY_MS, parcelId, text, place: places[1] ?? '', state: 'lost' }]
}

/** Where in its way a parcel stalls or gets lost. */
const MIDDLE = 3

/** Town, hub of the town (in, out), hub of the goal's region (in, out), hub of the goal, goal, door. */
function routeOf(order: Order, { people, from }: Dispatch): string[] {
  const home = people.cities.find((city) => city.city === from.city)
  const goal = people.cities.find((city) => city.city === order.address.city)
  const homeHub = home?.hub ?? from.city
  const goalHub = goal?.hub ?? order.address.city
  const middle = people.regionHubs[goal?.region ?? ''] ?? goalHub
  const between = middle === homeHub || middle === goalHub ? [] : [middle, middle]
  return [from.city, homeHub, homeHub, ...between, goalHub, order.address.city, order.address.city]
}

function stageOf(index: number, length: number, { traces }: People) {
  if (index === 0) return { texts: traces.picked, state: 'in-transit' } as const
  if (index === length - 1) return { texts: traces.delivered, state: 'delivered' } as const
  if (index === length - 2) return { texts: traces.delivering, state: 'delivering' } as const
  return { texts: index % 2 === 1 ? traces.arrived : traces.left, state: 'in-transit' } as const
}

function afterReceipt({ order, dispatch, chance }: Fate, receivedAt: number): Step[] {
  const receive: Step = { kind: 'receive', at: receivedAt }
  const askedAt = receivedAt + chance.between(6, 110) * HOUR_MS
  const { refundReasons } = dispatch.people
  const refundId = refundIdOf(order, chance)
  if (chance.happens(0.08)) {
    const reason = chance.pick(refundReasons.returned)
    const goods = order.lines.reduce((sum, line) => sum + line.price.amount * line.quantity, 0)
    const asked: Step = {
      kind: 'ask-refund',
      at: askedAt,
      refund: { refundId, kind: 'return', amount: fen(goods), reason },
    }
    return [receive, asked, ...returnSteps(refundId, askedAt, chance)]
  }
  const complete: Step = { kind: 'complete', at: receivedAt + COMPLETE_AFTER_MS }
  if (!chance.happens(0.025)) return [receive, complete]
  const reason = chance.pick(refundReasons.exchanged)
  const asked: Step = {
    kind: 'ask-refund',
    at: askedAt,
    refund: { refundId, kind: 'exchange', amount: fen(0), reason },
  }
  return [receive, asked, ...exchangeSteps(refundId, askedAt), complete]
}

/** A return as it goes on: agreed, sent back, money back and order closed; one in ten is refused. */
export function returnSteps(refundId: string, askedAt: number, chance: Chance): Step[] {
  const agreedAt = askedAt + chance.between(2, 20) * HOUR_MS
  if (chance.happens(0.1)) return [{ kind: 'move-refund', at: agreedAt, refundId, state: 'refused' }]
  const sentAt = agreedAt + chance.between(10, 50) * HOUR_MS
  const doneAt = sentAt + chance.between(60, 130) * HOUR_MS
  return [
    { kind: 'move-refund', at: agreedAt, refundId, state: 'agreed' },
    { kind: 'move-refund', at: sentAt, refundId, state: 'sent-back' },
    { kind: 'move-refund', at: doneAt, refundId, state: 'done' },
    { kind: 'close', at: doneAt },
  ]
}

export function exchangeSteps(refundId: string, askedAt: number): Step[] {
  return [
    { kind: 'move-refund', at: askedAt + 5 * HOUR_MS, refundId, state: 'agreed' },
    { kind: 'move-refund', at: askedAt + 2 * DAY_MS, refundId, state: 'sent-back' },
    { kind: 'move-refund', at: askedAt + 6 * DAY_MS, refundId, state: 'done' },
  ]
}

function refundUnshipped({ order, dispatch, chance }: Fate, paidAt: number): Step[] {
  const reason = chance.pick(dispatch.people.refundReasons.unshipped)
  return moneyBack(order, {
    askedAt: paidAt + chance.between(20, 400) * MINUTE_MS,
    reason,
    refundId: refundIdOf(order, chance),
  })
}

function refundLost({ order, dispatch, chance }: Fate, lostAt: number): Step[] {
  const reason = chance.pick(dispatch.people.refundReasons.lost)
  return moneyBack(order, {
    askedAt: lostAt + chance.between(3, 60) * HOUR_MS,
    reason,
    refundId: refundIdOf(order, chance),
  })
}

interface AskedBack {
  readonly askedAt: number
  readonly reason: string
  readonly refundId: string
}

function moneyBack(order: Order, { askedAt, reason, refundId }: AskedBack): Step[] {
  return [
    { kind: 'ask-refund', at: askedAt, refund: { refundId, kind: 'refund', amount: order.total, reason } },
    ...refundSteps(refundId, askedAt),
    { kind: 'close', at: askedAt + 6 * HOUR_MS },
  ]
}

export const refundSteps = (refundId: string, askedAt: number): Step[] => [
  { kind: 'move-refund', at: askedAt + 3 * HOUR_MS, refundId, state: 'agreed' },
  { kind: 'move-refund', at: askedAt + 6 * HOUR_MS, refundId, state: 'done' },
]

const refundIdOf = (order: Order, chance: Chance): string => `R${order.orderId.slice(4, 12)}${chance.digits(6)}`
