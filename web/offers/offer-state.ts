import type { Offer } from '../api/shapes.ts'
import { textAt } from './rule-path.ts'

export const STATES = ['now', 'soon', 'past', 'withdrawn'] as const
export type OfferState = (typeof STATES)[number]

export interface Span {
  readonly from: number
  readonly to: number
}

/** Half-open; a bound that is open or cannot be read is none. */
export function spanOf({ rule }: Offer): Span {
  const bound = (path: string, open: number) => {
    const at = Date.parse(textAt(rule, path) ?? '')
    return Number.isNaN(at) ? open : at
  }
  return { from: bound('validFrom', Number.NEGATIVE_INFINITY), to: bound('validTo', Number.POSITIVE_INFINITY) }
}

export function stateOf(offer: Offer, at: number): OfferState {
  if (offer.isWithdrawn) return 'withdrawn'
  const { from, to } = spanOf(offer)
  if (at < from) return 'soon'
  return at < to ? 'now' : 'past'
}

const ROOM = 'live:'

/** The room that an offer is of; null: the shop's own pages. */
export function roomOf({ rule }: Offer): string | null {
  const entrance = textAt(rule, 'entrance')
  return entrance?.startsWith(ROOM) ? entrance.slice(ROOM.length) : null
}
export const entranceOfRoom = (roomId: string): string => `${ROOM}${roomId}`
