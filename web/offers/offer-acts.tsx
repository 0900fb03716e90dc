import { useMutation } from '@tanstack/react-query'
import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Rule, withdrawOffer } from '../api/offers.ts'
import type { Offer } from '../api/shapes.ts'
import { useProblem } from '../ui/use-problem.ts'
import { type SaveOffer, useTakeBack } from './use-save-offer.ts'
import { useOffersChanged } from './use-offers.ts'

interface ActsProps {
  readonly shopId: string
  readonly offer: Offer | null
  readonly rule: Rule
  readonly save: SaveOffer
  readonly onDone: () => void
}

export function OfferActs({ shopId, offer, rule, save, onDone }: ActsProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const takeBack = useTakeBack(shopId)
  const changed = useOffersChanged()
  const withdraw = useMutation({
    mutationFn: (offerId: string) => withdrawOffer(shopId, offerId),
    onSuccess: async (_, offerId) => {
      await changed()
      takeBack({ said: t('offers.withdrawDone'), offerId, before: offer?.rule ?? null })
      onDone()
    },
    onError: useProblem(),
  })
  const store = () =>
    save.mutate({ rule, reason: reason.trim() }, { onSuccess: ({ conflicts }) => conflicts.length === 0 && onDone() })
  return (
    <div className="row wrap">
      <Input
        className="offer-reason"
        maxLength={500}
        aria-label={t('offers.reason')}
        placeholder={t('offers.reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      {offer && !offer.isWithdrawn && (
        <Popconfirm
          title={t('offers.withdrawAsk')}
          description={t('offers.withdrawText')}
          okText={t('offers.withdraw')}
          onConfirm={() => withdraw.mutate(offer.offerId)}
        >
          <Button danger loading={withdraw.isPending} data-testid="offer-withdraw">
            {t('offers.withdraw')}
          </Button>
        </Popconfirm>
      )}
      <Button type="primary" loading={save.isPending} onClick={store} data-testid="offer-save">
        {t('act.save')}
      </Button>
    </div>
  )
}
