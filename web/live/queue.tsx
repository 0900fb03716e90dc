import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LiveRoom, Offer } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useGoods } from '../offers/use-goods.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { QueueItem } from './queue-item.tsx'
import { useChangeRoom } from './use-change-room.ts'
import type { useSync } from './use-sync.ts'

interface QueueProps {
  readonly shopId: string
  readonly room: LiveRoom
  /** What holds for buyers of this room. */
  readonly offers: readonly Offer[]
  readonly sync: ReturnType<typeof useSync>
}

/** The goods of the show in their order; one of them is being shown. */
export function Queue({ shopId, room, offers, sync }: QueueProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { products, productChoices } = useGoods(shopId)
  const change = useChangeRoom(shopId, room.roomId, sync)
  const order = room.runningOrder
  const put = (runningOrder: readonly string[]) => change.mutate({ runningOrder })
  const move = (from: number, to: number) => {
    const next = order.filter((_, at) => at !== from)
    const moved = order[from]
    if (moved !== undefined) put([...next.slice(0, to), moved, ...next.slice(to)])
  }
  return (
    <>
      <h2>{t('live.order')}</h2>
      {order.length === 0 && <Empty icon="bag" title={t('live.noGoods')} text={t('live.noGoodsText')} />}
      <ol className="queue">
        {order.map((productId, at) => (
          <li key={productId} className={room.onAir === productId ? 'queue-item queue-on' : 'queue-item'}>
            <QueueItem
              shopId={shopId}
              room={room}
              productId={productId}
              product={products.find((one) => one.productId === productId)}
              offers={offers}
              sync={sync}
              onUp={at > 0 ? () => move(at, at - 1) : null}
              onRemove={room.onAir === productId ? null : () => put(order.filter((one) => one !== productId))}
              onAir={(isOn) => change.mutate({ onAir: isOn ? productId : null })}
            />
          </li>
        ))}
      </ol>
      {may('offers:write') && (
        <Select
          className="queue-add"
          aria-label={t('live.addGoods')}
          placeholder={t('live.addGoods')}
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          options={productChoices.filter(({ value }) => !order.includes(value))}
          onChange={(productId: string | null) => productId && put([...order, productId])}
        />
      )}
      {may('offers:write') && room.onAir !== null && (
        <Button onClick={() => change.mutate({ onAir: null })} icon={<Icon name="close" size={16} />}>
          {t('live.nothingOnAir')}
        </Button>
      )}
    </>
  )
}
