import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { addChannel } from '../api/settings.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'

interface NewProps {
  readonly shopId: string
  readonly onClose: () => void
  readonly onSecret: (secret: string) => void
}

interface Fields {
  readonly kind: 'web' | 'http'
  readonly name: string
  readonly outboundUrl?: string
}

export function NewChannelModal({ shopId, onClose, onSecret }: NewProps) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const { guard, leaveBy } = useUnsavedGuard(() => form.isFieldsTouched())
  const kind = Form.useWatch('kind', form) ?? 'web'
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: ({ outboundUrl, ...rest }: Fields) => addChannel({ ...rest, shopId, outboundUrl: outboundUrl || null }),
    onSuccess: async ({ secret }) => {
      await queries.invalidateQueries({ queryKey: ['channels'] })
      onClose()
      onSecret(secret)
    },
    onError: useProblem(),
  })
  return (
    <Modal
      open
      title={t('channels.add')}
      onCancel={() => leaveBy(onClose)}
      onOk={form.submit}
      okText={t('act.add')}
      confirmLoading={add.isPending}
    >
      {guard}
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ kind: 'web' }}
        onFinish={(fields) => add.mutate(fields)}
      >
        <Form.Item name="kind" label={t('channels.kind')}>
          <Segmented
            block
            options={(['web', 'http'] as const).map((value) => ({ value, label: t(`channel.${value}`) }))}
          />
        </Form.Item>
        <p className="quiet">{t(`channels.about-${kind}`)}</p>
        <Form.Item name="name" label={t('channels.name')} rules={[{ required: true }]}>
          <Input maxLength={100} />
        </Form.Item>
        {kind === 'http' && (
          <Form.Item name="outboundUrl" label={t('channels.outboundUrl')} extra={t('channels.outboundHint')}>
            <Input type="url" placeholder="https://" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
