import { useQuery } from '@tanstack/react-query'
import { listConflicts } from '../api/offers.ts'

/** What contradicts or overlaps from now on, and who wins. */
export function useConflicts(shopId: string) {
  return useQuery({ queryKey: ['offer-conflicts', shopId], queryFn: () => listConflicts(shopId) })
}
