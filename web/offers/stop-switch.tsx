import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readStop, releaseOffers, stopOffers } from '../api/offers.ts'
import { useMe } from '../frame/use-me.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { When } from '../ui/when.tsx'
import { useOffersChanged } from './use-offers.ts'

const FRESH_MS = 5000

/** The emergency stop: while it holds, the robot says nothing of prices and offers and offers a person instead. */
export function StopSwitch({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [isAsking, setAsking] = useState(false)
  const { data: book } = useQuery({
    queryKey: ['offer-stop', shopId],
    queryFn: () => readStop(shopId),
    refetchInterval: FRESH_MS,
  })
  if (!book) return null
  const stop = book.stop
  return (
    <div className={stop ? 'offer-stop offer-stopped' : 'offer-stop'} role="status" data-testid="offer-stop">
      <Icon name={stop ? 'alert' : 'shield'} />
      <span className="grow">
        <strong>{t(stop ? 'offers.isStopped' : 'offers.isAnswering')}</strong>{' '}
        {stop && (
          <span>
            {stop.reason} · <When at={stop.at} />
          </span>
        )}
        <span className="quiet small">{t('offers.version', { version: book.version })}</span>
      </span>
      {may('offers:write') && (
        <Button
          danger={!stop}
          type={stop ? 'primary' : 'default'}
          onClick={() => setAsking(true)}
          data-testid="stop-ask"
        >
          {t(stop ? 'offers.release' : 'offers.stop')}
        </Button>
      )}
      {isAsking && <Reason shopId={shopId} isStopped={stop !== null} onClose={() => setAsking(false)} />}
    </div>
  )
}

interface ReasonProps {
  readonly shopId: string
  readonly isStopped: boolean
  readonly onClose: () => void
}

/** Both ways are asked why: the reason stands in the audit log and beside the switch. */
function Reason({ shopId, isStopped, onClose }: ReasonProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const changed = useOffersChanged()
  const flip = useMutation({
    mutationFn: () => (isStopped ? releaseOffers : stopOffers)(shopId, reason.trim()),
    onSuccess: async () => {
      await changed()
      message.success(t(isStopped ? 'offers.released' : 'offers.stopDone'))
      onClose()
    },
    onError: useProblem(),
  })
  return (
    <Modal
      open
      title={t(isStopped ? 'offers.release' : 'offers.stop')}
      okText={t(isStopped ? 'offers.release' : 'offers.stop')}
      okButtonProps={{ danger: !isStopped, disabled: reason.trim() === '', loading: flip.isPending }}
      onOk={() => flip.mutate()}
      onCancel={onClose}
    >
      <p>{t(isStopped ? 'offers.releaseText' : 'offers.stopText')}</p>
      <Input
        autoFocus
        aria-label={t('offers.reason')}
        placeholder={t('offers.reason')}
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        onPressEnter={() => reason.trim() !== '' && flip.mutate()}
        data-testid="stop-reason"
      />
    </Modal>
  )
}
