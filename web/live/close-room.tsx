import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { closeRoom } from '../api/live.ts'
import { useOffersChanged } from '../offers/use-offers.ts'
import { useProblem } from '../ui/use-problem.ts'

/** The end of a show ends its offers; asked once more, for there is no way back. */
export function CloseRoom({ shopId, roomId }: { readonly shopId: string; readonly roomId: string }) {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const changed = useOffersChanged()
  const close = useMutation({
    mutationFn: () => closeRoom(shopId, roomId),
    onSuccess: async () => {
      await changed()
      message.success(t('live.closed'))
    },
    onError: useProblem(),
  })
  const ask = () =>
    modal.confirm({
      title: t('live.closeAsk'),
      content: t('live.closeText'),
      okText: t('live.close'),
      okButtonProps: { danger: true },
      onOk: () => close.mutateAsync().catch(() => undefined),
    })
  return (
    <Button danger onClick={ask} loading={close.isPending} data-testid="room-close">
      {t('live.close')}
    </Button>
  )
}
