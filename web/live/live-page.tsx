import { useSearch } from '@tanstack/react-router'
import { useShop } from '../frame/use-shop.ts'
import { PageWaiting } from '../ui/waiting.tsx'
import { Panel } from './panel.tsx'
import { Rooms } from './rooms.tsx'
import '../offers/offers.css'
import './live.css'

/** The shows of a shop, and the control panel of one. */
export function LivePage() {
  const { shop } = useShop()
  const { room } = useSearch({ from: '/live' })
  if (!shop) return <PageWaiting />
  return room ? (
    <Panel key={`${shop.shopId} ${room}`} shopId={shop.shopId} roomId={room} />
  ) : (
    <Rooms key={shop.shopId} shopId={shop.shopId} />
  )
}
