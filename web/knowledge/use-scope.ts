import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { get } from '../api/request.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'

export interface ScopeInHand {
  /** The shop, or the organisation whose knowledge all shops share. */
  readonly scopeId: string | null
  readonly isShared: boolean
  readonly maySeeShared: boolean
}

/** Whose knowledge the page is about, as its address says. */
export function useScope(): ScopeInHand {
  const { shop } = useShop()
  const { me } = useMe()
  const { place } = useSearch({ strict: false })
  const maySeeShared = me !== null && me.staff.shopIds === null
  const isShared = place === 'shared' && maySeeShared
  const { data: organisation } = useQuery({
    queryKey: ['organisation'],
    queryFn: () => get<{ orgId: string; name: string }>('/organisation'),
    enabled: isShared,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return { scopeId: isShared ? (organisation?.orgId ?? null) : (shop?.shopId ?? null), isShared, maySeeShared }
}
