import { useState } from 'react'
import type { RoomTerms } from './room-offers.ts'

/**
 * What stands in the fields: what holds, but for those that somebody is typing in. A change that arrives meanwhile, his own of
 * a moment ago or another's, is taken into the others only.
 */
export function useTyped(held: RoomTerms): [RoomTerms, (terms: RoomTerms) => void] {
  const [before, setBefore] = useState(held)
  const [typed, setTyped] = useState(held)
  if (FIELDS.every((field) => held[field] === before[field])) return [typed, setTyped]
  const merged = mergeTerms(typed, { before, held })
  setBefore(held)
  setTyped(merged)
  return [merged, setTyped]
}

const FIELDS = ['amountFen', 'stock', 'skuId', 'validTo'] as const

interface Held {
  readonly before: RoomTerms
  readonly held: RoomTerms
}

/** Field by field: what was touched since stays, the rest follows. */
export function mergeTerms(typed: RoomTerms, { before, held }: Held): RoomTerms {
  const kept = <Field extends keyof RoomTerms>(field: Field): RoomTerms[Field] =>
    typed[field] === before[field] ? held[field] : typed[field]
  return { amountFen: kept('amountFen'), stock: kept('stock'), skuId: kept('skuId'), validTo: kept('validTo') }
}
