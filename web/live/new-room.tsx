import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { openRoom } from '../api/live.ts'
import { useGoods } from '../offers/use-goods.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'

interface Fields {
  readonly title: string
  readonly host: string
  readonly id?: string
  readonly runningOrder?: readonly string[]
}

/** Begins a show: the goods that it will show, in their order. */
export function NewRoom({ shopId, onClose }: { readonly shopId: string; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const { productChoices } = useGoods(shopId)
  const { guard, release, leaveBy } = useUnsavedGuard(() => form.isFieldsTouched())
  const navigate = useNavigate({ from: '/live' })
  const queries = useQueryClient()
  const open = useMutation({
    mutationFn: ({ id, ...terms }: Fields) => openRoom(shopId, { ...terms, ...(id && { id }) }),
    onSuccess: async ({ roomId }) => {
      release()
      await queries.invalidateQueries({ queryKey: ['live-rooms'] })
      onClose()
      await navigate({ search: (before) => ({ ...before, room: roomId }) })
    },
    onError: useProblem(),
  })
  const needed = [{ required: true, message: t('live.needed') }]
  return (
    <Modal
      open
      title={t('live.new')}
      okText={t('live.open')}
      okButtonProps={{ loading: open.isPending }}
      onOk={form.submit}
      onCancel={() => leaveBy(onClose)}
    >
      {guard}
      <Form<Fields> form={form} layout="vertical" onFinish={(fields) => open.mutate(fields)} requiredMark={false}>
        <Form.Item name="title" label={t('live.title')} rules={needed}>
          <Input maxLength={200} data-testid="room-title" />
        </Form.Item>
        <Form.Item name="host" label={t('live.host')} rules={needed}>
          <Input maxLength={200} data-testid="room-host" />
        </Form.Item>
        <Form.Item name="id" label={t('live.id')} extra={t('live.idHint')}>
          <Input maxLength={128} data-testid="room-id" />
        </Form.Item>
        <Form.Item name="runningOrder" label={t('live.order')}>
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={[...productChoices]} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
