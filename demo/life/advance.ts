import type { Order, Parcel, Refund } from '../shapes.ts'
import { inOrder, type Step } from './steps.ts'

/** An order with everything that hangs on it, and what is still to come. */
export interface Course {
  readonly order: Order
  readonly parcels: readonly Parcel[]
  readonly refunds: readonly Refund[]
  readonly steps: readonly Step[]
}

/** Carries out every step that is due at `to`, oldest first. Pure: seed and clock decide everything. */
export function advance(course: Course, to: number): Course {
  const due = inOrder(course.steps).filter((step) => step.at <= to)
  const later = inOrder(course.steps).filter((step) => step.at > to)
  return due.reduce<Course>((current, step) => take(current, step), { ...course, steps: later })
}

function take(course: Course, step: Step): Course {
  switch (step.kind) {
    case 'expire':
      return expire(course, step.at)
    case 'pay':
      return pay(course, step)
    case 'ship':
      return ship(course, step)
    case 'trace':
      return {
        ...course,
        parcels: course.parcels.map((parcel) => (parcel.parcelId === step.parcelId ? traced(parcel, step) : parcel)),
      }
    case 'receive':
      return withOrder(course, { state: 'received', rawState: 'TRADE_SIGNED', receivedAt: step.at, updatedAt: step.at })
    case 'complete':
      return withOrder(course, { state: 'completed', rawState: 'TRADE_FINISHED', updatedAt: step.at })
    case 'ask-refund':
      return askRefund(course, step)
    case 'move-refund':
      return {
        ...course,
        refunds: course.refunds.map((refund) =>
          refund.refundId === step.refundId ? { ...refund, state: step.state, updatedAt: step.at } : refund,
        ),
      }
    case 'close':
      return withOrder(course, { state: 'closed', rawState: 'TRADE_CLOSED', closedAt: step.at, updatedAt: step.at })
  }
}

const withOrder = (course: Course, change: Partial<Order>): Course => ({
  ...course,
  order: { ...course.order, ...change },
})

const expire = (course: Course, at: number): Course =>
  course.order.state === 'unpaid'
    ? withOrder(course, { state: 'closed', rawState: 'TRADE_CLOSED_BY_TIMEOUT', closedAt: at, updatedAt: at })
    : course

const pay = (course: Course, { at, shipBy }: Extract<Step, { kind: 'pay' }>): Course =>
  withOrder(course, { state: 'paid', rawState: 'WAIT_SELLER_SEND_GOODS', paidAt: at, shipBy, updatedAt: at })

function ship(course: Course, step: Extract<Step, { kind: 'ship' }>): Course {
  const parcels = step.parcels.map((sent) => ({
    ...sent,
    orderId: course.order.orderId,
    state: 'waiting' as const,
    events: [],
    updatedAt: step.at,
  }))
  const change = {
    state: 'shipped',
    rawState: 'WAIT_BUYER_CONFIRM_GOODS',
    shippedAt: step.at,
    updatedAt: step.at,
  } as const
  return { ...withOrder(course, change), parcels: [...course.parcels, ...parcels] }
}

const traced = (parcel: Parcel, step: Extract<Step, { kind: 'trace' }>): Parcel => ({
  ...parcel,
  state: step.state,
  events: [...parcel.events, { at: step.at, text: step.text, place: step.place }],
  eta: step.state === 'delivered' || step.state === 'lost' ? null : parcel.eta,
  updatedAt: step.at,
})

function askRefund(course: Course, step: Extract<Step, { kind: 'ask-refund' }>): Course {
  const { orderId, customerId } = course.order
  const asked = {
    ...step.refund,
    orderId,
    customerId,
    state: 'requested' as const,
    requestedAt: step.at,
    updatedAt: step.at,
  }
  return { ...course, refunds: [...course.refunds, asked] }
}
