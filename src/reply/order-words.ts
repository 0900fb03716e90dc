import { formatMoney } from '../kernel/money.ts'
import type { Source } from '../message/index.ts'
import type { Order, Parcel, Refund } from '../shop/index.ts'
import type { Resolved } from './resolved.ts'
import type { Scene } from './scene.ts'
import { sayTime } from './say-time.ts'
import { say } from './speech.ts'

/** `{order.*}`, `{parcel.*}` and `{refund.*}`, each with the record it stands in. */
export function orderVariable(thing: 'order' | 'parcel' | 'refund', field: string, scene: Scene): Resolved | undefined {
  const facts = scene.order
  if (!facts) return undefined
  if (thing === 'order')
    return sourced(orderText(facts.order, field, scene), `order:${facts.order.orderId}`, facts.order.updatedAt)
  if (thing === 'parcel') {
    const parcel = latestParcel(facts.parcels)
    return parcel && sourced(parcelText(parcel, field, scene), `parcel:${parcel.parcelId}`, parcel.updatedAt)
  }
  const refund = latestRefund(facts.refunds)
  return refund && sourced(refundText(refund, field, scene), `refund:${refund.refundId}`, refund.updatedAt)
}

export const latestParcel = (parcels: readonly Parcel[]): Parcel | undefined =>
  parcels.toSorted((a, b) => b.updatedAt - a.updatedAt)[0]
export const latestRefund = (refunds: readonly Refund[]): Refund | undefined =>
  refunds.toSorted((a, b) => b.requestedAt - a.requestedAt)[0]

function sourced(value: string | undefined, sourceId: string, updatedAt: number): Resolved | undefined {
  const source: Source = { sourceId, version: String(updatedAt), validTo: null }
  return value ? { value, source } : undefined
}

function orderText(order: Order, field: string, scene: Scene): string | undefined {
  const time = (at: number | null) => (at === null ? undefined : sayTime(at, scene))
  switch (field) {
    case 'no':
      return order.orderId
    case 'state':
      return say(`order.state.${order.state}`, scene)
    case 'items':
      return order.lines
        .map((line) => [line.title, ...Object.values(line.options), `x${line.quantity}`].join(' '))
        .join(say('list.separator', scene))
    case 'total':
      return formatMoney(order.total)
    case 'placedAt':
      return time(order.placedAt)
    case 'paidAt':
      return time(order.paidAt)
    case 'shipBy':
      return time(order.shipBy)
    case 'address':
      return maskedAddress(order.address)
    default:
      return undefined
  }
}

/** Region in clear, the rest masked: enough to recognise, not enough to misuse. */
function maskedAddress({ name, phone, province, city, district }: Order['address']): string {
  const person = `${name.slice(0, 1)}*`
  const number = phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '****'
  return `${province}${city}${district}*** ${person} ${number}`
}

function parcelText(parcel: Parcel, field: string, scene: Scene): string | undefined {
  const latest = parcel.events.at(-1)
  switch (field) {
    case 'company':
      return parcel.company
    case 'no':
      return parcel.number
    case 'latest':
      return latest?.text
    case 'latestAt':
      return latest && sayTime(latest.at, scene)
    case 'eta':
      return parcel.eta === null ? undefined : sayTime(parcel.eta, scene, false)
    default:
      return undefined
  }
}

function refundText(refund: Refund, field: string, scene: Scene): string | undefined {
  return field === 'amount' ? formatMoney(refund.amount) : say(`refund.state.${refund.state}`, scene)
}
