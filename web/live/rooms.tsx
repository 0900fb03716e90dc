import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listRooms } from '../api/live.ts'
import type { LiveRoom } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useGoods } from '../offers/use-goods.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { When } from '../ui/when.tsx'
import { NewRoom } from './new-room.tsx'

const FRESH_MS = 5000

export function Rooms({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [isAdding, setAdding] = useState(false)
  const query = useQuery({
    queryKey: ['live-rooms', shopId],
    queryFn: () => listRooms(shopId),
    refetchInterval: FRESH_MS,
  })
  const add = may('offers:write') && (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setAdding(true)} data-testid="new-room">
      {t('live.new')}
    </Button>
  )
  return (
    <Page title={t('page.live')} hint={t('live.hint')} acts={add}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Empty icon="play" title={t('live.none')} text={t('live.noneText')} act={add} />
            </div>
          ) : (
            <div className="rooms">
              {items.toSorted(newestFirst).map((room) => (
                <RoomCard key={room.roomId} shopId={shopId} room={room} />
              ))}
            </div>
          )
        }
      </Loaded>
      {isAdding && <NewRoom shopId={shopId} onClose={() => setAdding(false)} />}
    </Page>
  )
}

const newestFirst = (one: LiveRoom, other: LiveRoom): number =>
  Number(other.state === 'live') - Number(one.state === 'live') || other.openedAt.localeCompare(one.openedAt)

function RoomCard({ shopId, room }: { readonly shopId: string; readonly room: LiveRoom }) {
  const { t } = useTranslation()
  const { products } = useGoods(shopId)
  const onAir = products.find(({ productId }) => productId === room.onAir)?.title ?? room.onAir
  return (
    <Link to="/live" search={{ room: room.roomId }} className="card room" data-testid={`room-${room.roomId}`}>
      <span className="row between">
        <strong className="clip">{room.title}</strong>
        <span className={room.state === 'live' ? 'chip chip-bad' : 'chip'}>{t(`live.state-${room.state}`)}</span>
      </span>
      <span className="quiet">
        {room.host} · <When at={room.closedAt ?? room.openedAt} />
      </span>
      <span className="quiet small">
        {onAir ? t('live.isOnAir', { product: onAir }) : t('live.goods', { count: room.runningOrder.length })}
      </span>
    </Link>
  )
}
