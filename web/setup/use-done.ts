import { useQuery } from '@tanstack/react-query'
import { listProducts } from '../api/goods.ts'
import { get } from '../api/request.ts'
import { listChannels } from '../api/settings.ts'
import type { Listed, Shop } from '../api/shapes.ts'
import type { Subscription } from '../packs/use-pack-change.ts'

/** Which steps are behind a shop, as the server knows it: somebody who comes back sees what is left. */
export function useDone(shop: Shop | null): ReadonlySet<string> {
  const shopId = shop?.shopId ?? ''
  const enabled = shop !== null
  const channels = useQuery({ queryKey: ['channels'], queryFn: listChannels, enabled })
  const goods = useQuery({
    queryKey: ['lab-products', shopId],
    queryFn: () => listProducts(shopId, {}),
    enabled,
  })
  const packs = useQuery({
    queryKey: ['shop-packs', shopId],
    queryFn: () => get<Listed<Subscription>>(`/shops/${shopId}/packs`),
    enabled,
  })
  const done = new Set<string>()
  if (shop) done.add('shop')
  if (channels.data?.items.some((one) => one.shopId === shopId && one.enabled)) done.add('channel')
  if (goods.data && goods.data.items.length > 0) done.add('goods')
  if (packs.data?.items.some((one) => one.enabled)) done.add('packs')
  return done
}
