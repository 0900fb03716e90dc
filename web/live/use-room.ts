import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { readRoom } from '../api/live.ts'
import { offersInEffect, readStop } from '../api/offers.ts'
import { entranceOfRoom } from '../offers/offer-state.ts'

/** Somebody else's change is seen within a second, too. */
const PULSE_MS = 500
const SLOW_MS = 5000

/** The room, and what holds in it; asked again as soon as the ledger moves on, by whomever. */
export function useRoom(shopId: string, roomId: string) {
  const queries = useQueryClient()
  const room = useQuery({
    queryKey: ['live-room', shopId, roomId],
    queryFn: () => readRoom(shopId, roomId),
    refetchInterval: PULSE_MS,
  })
  const book = useQuery({
    queryKey: ['offer-stop', shopId],
    queryFn: () => readStop(shopId),
    refetchInterval: PULSE_MS,
  })
  const inEffect = useQuery({
    queryKey: ['offers-in-effect', shopId, roomId],
    queryFn: () => offersInEffect(shopId, entranceOfRoom(roomId)),
    refetchInterval: SLOW_MS,
  })
  const version = book.data?.version
  useEffect(() => {
    if (version === undefined) return
    for (const key of ['offers-in-effect', 'offers', 'offer-conflicts', 'room-changes', 'told-otherwise'])
      queries.invalidateQueries({ queryKey: [key, shopId] })
  }, [queries, shopId, version])
  return { room, version, inEffect }
}
