import { useMutation } from '@tanstack/react-query'
import { App, Form, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { giveGrant } from '../api/offers.ts'
import { newKey } from '../api/request.ts'
import type { Offer } from '../api/shapes.ts'
import { useOfferName } from '../offers/use-offer-name.ts'
import { useOffersChanged } from '../offers/use-offers.ts'
import { useProblem } from '../ui/use-problem.ts'

interface GiveProps {
  readonly shopId: string
  readonly offers: readonly Offer[]
  readonly customers: readonly { readonly value: string; readonly label: string }[]
  readonly onClose: () => void
}
interface Fields {
  readonly offerId: string
  readonly customerId: string
}

/** By hand to one buyer; a click that is sent twice gives once. */
export function GiveModal({ shopId, offers, customers, onClose }: GiveProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [key] = useState(newKey)
  const nameOf = useOfferName()
  const changed = useOffersChanged()
  const give = useMutation({
    mutationFn: (fields: Fields) => giveGrant(shopId, { ...fields, key }),
    onSuccess: async (given) => {
      await changed()
      onClose()
      if ('refused' in given) message.warning(t('grants.notGiven', { reason: t(`refusal.${given.refused}`) }))
      else message.success(t(given.grant.state === 'pending' ? 'grants.givenPending' : 'grants.given'))
    },
    onError: useProblem(),
  })
  const rules = [{ required: true, message: t('live.needed') }]
  const open = offers.filter(({ isWithdrawn }) => !isWithdrawn)
  return (
    <Modal
      open
      title={t('grants.give')}
      okText={t('grants.give')}
      okButtonProps={{ loading: give.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={(fields) => give.mutate(fields)}>
        <Form.Item name="offerId" label={t('grants.offer')} rules={rules}>
          <Select options={open.map((offer) => ({ value: offer.offerId, label: nameOf(offer, offer.offerId) }))} />
        </Form.Item>
        <Form.Item name="customerId" label={t('grants.giveTo')} rules={rules}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={[...customers]} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
