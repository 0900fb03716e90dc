import { useQuery, useQueryClient } from '@tanstack/react-query'
import { listOffers } from '../api/offers.ts'

const FRESH_MS = 5000

/** Everything but the plain prices of articles, unless that kind is asked for. */
export const useOffers = (shopId: string, kind?: string) =>
  useQuery({
    queryKey: ['offers', shopId, kind ?? ''],
    queryFn: () => listOffers(shopId, kind ? { kind } : { withoutKind: 'sku-price' }),
    refetchInterval: FRESH_MS,
  })

const CONCERNED = [
  ...['offers', 'offer', 'offer-conflicts', 'offer-history', 'offers-in-effect', 'offer-stop'],
  ...['live-room', 'live-rooms', 'room-changes', 'grants', 'grant-terms', 'budgets'],
]

/** After a change: whatever shows offers, conflicts or what holds asks again. */
export function useOffersChanged(): () => Promise<unknown> {
  const queries = useQueryClient()
  return () => Promise.all(CONCERNED.map((key) => queries.invalidateQueries({ queryKey: [key] })))
}
