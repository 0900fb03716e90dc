import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { listShops } from '../api/house.ts'
import type { Shop } from '../api/shapes.ts'
import { readChoice, writeChoice } from '../ui/choice.ts'

const KEY = 'xiaoer.shop'
const NONE: readonly Shop[] = []

export interface ShopInHand {
  /** The shop that this page is about; null while the list is on its way, or where there is no shop. */
  readonly shop: Shop | null
  readonly shops: readonly Shop[]
  readonly isPending: boolean
  readonly error: Error | null
  choose(shopId: string): void
}

/** The shop of the address, else the one that was last worked on, else the first. */
export function useShop(): ShopInHand {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const { data: page, isPending, error } = useQuery({ queryKey: ['shops'], queryFn: listShops, staleTime: 15_000 })
  const shops = page?.items ?? NONE
  const wanted = search.shop ?? readChoice(KEY)
  const shop = shops.find(({ shopId }) => shopId === wanted) ?? shops[0] ?? null
  return {
    shop,
    shops,
    isPending,
    error,
    choose(shopId) {
      writeChoice(KEY, shopId)
      // What the address says of the shop before (an order, an entry) does not hold in the next.
      navigate({ to: '.', search: { shop: shopId } })
    },
  }
}
