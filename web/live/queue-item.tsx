import { Button, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LiveRoom, Offer, Product } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { sayFen } from '../offers/use-say-rule.ts'
import { Icon } from '../ui/icon.tsx'
import { PANEL_KINDS, offerIdOf } from './room-offers.ts'
import { RoomOfferForm } from './room-offer-form.tsx'
import type { useSync } from './use-sync.ts'

interface ItemProps {
  readonly shopId: string
  readonly room: LiveRoom
  readonly productId: string
  /** Undefined: the shop does not sell it, or it is not among the first two hundred. */
  readonly product: Product | undefined
  readonly offers: readonly Offer[]
  readonly sync: ReturnType<typeof useSync>
  readonly onUp: (() => void) | null
  readonly onRemove: (() => void) | null
  onAir(isOn: boolean): void
}

/** One product of the show: on air or not, and its price, coupon and stock in this room. */
export function QueueItem({ shopId, room, productId, product, offers, sync, ...acts }: ItemProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const name = product?.title ?? productId
  const isOn = room.onAir === productId
  return (
    <>
      <div className="row">
        {product?.picture ? <img className="thumb" src={product.picture} alt="" loading="lazy" /> : <Blank />}
        <span className="grow">
          <strong className="clip queue-name">{name}</strong>
          <span className="quiet small">
            {product ? <Daily product={product} /> : <span className="mono">{productId}</span>}
          </span>
        </span>
        {may('offers:write') && <Order name={name} onUp={acts.onUp} onRemove={acts.onRemove} />}
        <Switch
          checked={isOn}
          disabled={!may('offers:write')}
          checkedChildren={t('live.onAir')}
          unCheckedChildren={t('live.offAir')}
          aria-label={t('live.air', { product: name })}
          onChange={acts.onAir}
          data-testid={`air-${productId}`}
        />
      </div>
      {PANEL_KINDS.map((kind) => {
        const offerId = offerIdOf(room.roomId, productId, kind)
        const offer = offers.find((one) => one.offerId === offerId)
        return <RoomOfferForm key={kind} {...{ shopId, roomId: room.roomId, productId, product, kind, offer, sync }} />
      })}
    </>
  )
}

const Blank = () => (
  <span className="thumb thumb-none">
    <Icon name="bag" />
  </span>
)

function Daily({ product }: { readonly product: Product }) {
  const { t, i18n } = useTranslation()
  const least = Math.min(...product.skus.map(({ price }) => price.amount))
  const known = product.skus.flatMap(({ stock }) => (stock === null ? [] : [stock]))
  const stock = known.length === 0 ? '—' : String(known.reduce((sum, one) => sum + one, 0))
  return <>{t('live.daily', { price: sayFen(least, i18n.language), stock })}</>
}

interface OrderProps {
  readonly name: string
  readonly onUp: (() => void) | null
  readonly onRemove: (() => void) | null
}

function Order({ name, onUp, onRemove }: OrderProps) {
  const { t } = useTranslation()
  return (
    <>
      <Button
        type="text"
        size="small"
        disabled={!onUp}
        icon={<Icon name="up" size={16} />}
        aria-label={t('live.up', { product: name })}
        onClick={() => onUp?.()}
      />
      <Button
        type="text"
        size="small"
        disabled={!onRemove}
        icon={<Icon name="trash" size={16} />}
        aria-label={t('live.remove', { product: name })}
        onClick={() => onRemove?.()}
      />
    </>
  )
}
