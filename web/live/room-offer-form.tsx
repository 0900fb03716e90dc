import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../frame/use-me.ts'
import { Instant } from '../knowledge/instant.tsx'
import { optionsOf } from '../offers/use-goods.ts'
import { Icon } from '../ui/icon.tsx'
import { Countdown } from './countdown.tsx'
import { type RoomTerms, termsOf } from './room-offers.ts'
import { type RoomOfferProps, useRoomOffer } from './use-room-offer.ts'
import { useTyped } from './use-typed.ts'

const FEN = 100

/** The price or the coupon of one product in this room: set, changed and taken away in one place. */
export function RoomOfferForm(props: RoomOfferProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { kind, offer } = props
  const [terms, setTerms] = useTyped(termsOf(offer, kind))
  const { write, problem } = useRoomOffer(props)
  return (
    <form
      className="room-offer"
      onSubmit={(event) => {
        event.preventDefault()
        write.mutate(terms)
      }}
    >
      <span className="row wrap">
        <Fields {...props} terms={terms} onChange={setTerms} />
        {may('offers:write') && (
          <Button
            size="small"
            type="primary"
            htmlType="submit"
            disabled={terms.amountFen === undefined}
            loading={write.isPending && write.variables !== null}
            data-testid={`save-${kind}-${props.productId}`}
          >
            {t('act.save')}
          </Button>
        )}
        {offer && may('offers:write') && (
          <Button size="small" loading={write.isPending && write.variables === null} onClick={() => write.mutate(null)}>
            {t('offers.withdraw')}
          </Button>
        )}
      </span>
      {offer && terms.validTo && <Countdown until={terms.validTo} />}
      {problem && (
        <span role="alert" className="field-problem small">
          {problem}
        </span>
      )}
      {kind === 'time-price' && terms.stock !== undefined && terms.skuId === undefined && (
        <span className="quiet small">{t('live.oneSku')}</span>
      )}
    </form>
  )
}

interface FieldsProps extends RoomOfferProps {
  readonly terms: RoomTerms
  onChange(terms: RoomTerms): void
}

function Fields({ product, productId, kind, terms, onChange }: FieldsProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const put = (change: Partial<RoomTerms>) => onChange({ ...terms, ...change })
  const about = { product: product?.title ?? productId }
  const disabled = !may('offers:write')
  // One option alone and an end of its own are rare: they open on demand, or where they are set.
  const [isOpen, setWide] = useState(false)
  const isWide = isOpen || terms.skuId !== undefined || terms.validTo !== undefined
  return (
    <>
      <InputNumber
        className="room-amount"
        aria-label={t(`live.amount-${kind}`, about)}
        addonBefore={t(`live.${kind}`)}
        prefix="¥"
        min={0}
        precision={2}
        disabled={disabled}
        value={terms.amountFen === undefined ? null : terms.amountFen / FEN}
        onChange={(yuan) => put({ amountFen: yuan === null ? undefined : Math.round(yuan * FEN) })}
        data-testid={`${kind}-${productId}`}
      />
      <InputNumber
        className="room-stock"
        aria-label={t(`live.stock-${kind}`, about)}
        placeholder={t('live.stock')}
        min={0}
        precision={0}
        disabled={disabled}
        value={terms.stock ?? null}
        onChange={(stock) => put({ stock: stock ?? undefined })}
      />
      <Button
        size="small"
        type="text"
        icon={<Icon name="sliders" size={16} />}
        aria-expanded={isWide}
        aria-label={t('live.more', { kind: t(`live.${kind}`), ...about })}
        onClick={() => setWide(!isWide)}
      />
      {isWide && kind === 'time-price' && product && product.skus.length > 0 && (
        <Select
          className="room-sku"
          allowClear
          aria-label={t('live.sku', about)}
          placeholder={t('live.everySku')}
          disabled={disabled}
          value={terms.skuId ?? null}
          options={product.skus.map((sku) => ({ value: sku.skuId, label: optionsOf(sku) || sku.skuId }))}
          onChange={(skuId: string | null | undefined) => put({ skuId: skuId ?? undefined })}
        />
      )}
      {isWide && (
        <Instant label={t('live.until', about)} value={terms.validTo} onChange={(validTo) => put({ validTo })} />
      )}
    </>
  )
}
