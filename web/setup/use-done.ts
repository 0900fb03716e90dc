import { useQuery } from '@tanstack/react-query'
import { listProducts } from '../api/goods.ts'
import { get } from '../api/request.ts'
import { listChannels, readSettings } from '../api/settings.ts'
import type { Listed, Shop } from '../api/shapes.ts'
import { hasTried } from '../lab/tried-shops.ts'
import type { Subscription } from '../packs/use-pack-change.ts'

/** Which steps are behind a shop, as the server knows it (who tried the robot is known to this browser): somebody who comes back sees what is left. */
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
  const settings = useQuery({ queryKey: ['settings', shopId], queryFn: () => readSettings(shopId), enabled })
  const done = new Set<string>()
  if (shop) done.add('shop')
  const isReached = channels.data?.items.some((one) => one.shopId === shopId && one.enabled)
  if (isReached) done.add('channel')
  if (goods.data && goods.data.items.length > 0) done.add('goods')
  if (packs.data?.items.some((one) => one.enabled)) done.add('packs')
  if ((settings.data?.effective.hours ?? []).length > 0) done.add('reception')
  if (hasTried(shopId)) done.add('trial')
  if (shop?.robotOn && isReached) done.add('live')
  return done
}
