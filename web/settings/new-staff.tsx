import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { addStaff } from '../api/settings.ts'
import type { Role } from '../api/shapes.ts'
import { useShop } from '../frame/use-shop.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { ROLES } from './roles.ts'

interface Fields {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly role: Role
  readonly shopIds?: readonly string[]
}

const SHORTEST = 8

export function NewStaffModal({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { shops } = useShop()
  const [form] = Form.useForm<Fields>()
  const { guard, leaveBy } = useUnsavedGuard(() => form.isFieldsTouched())
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: ({ shopIds, ...rest }: Fields) => addStaff({ ...rest, shopIds: shopIds?.length ? shopIds : null }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['staff'] })
      onClose()
    },
    onError: useProblem(),
  })
  return (
    <Modal
      open
      title={t('team.add')}
      onCancel={() => leaveBy(onClose)}
      onOk={form.submit}
      okText={t('act.add')}
      confirmLoading={add.isPending}
    >
      {guard}
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ role: 'agent' }}
        onFinish={(fields) => add.mutate(fields)}
      >
        <Form.Item name="name" label={t('team.name')} rules={[{ required: true }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="email" label={t('signIn.email')} rules={[{ required: true, type: 'email' }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          extra={t('team.passwordHint')}
          rules={[{ required: true, min: SHORTEST }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="role" label={t('team.role')}>
          <Select options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
        </Form.Item>
        <Form.Item name="shopIds" label={t('team.shops')} extra={t('team.shopsHint')}>
          <Select
            mode="multiple"
            allowClear
            options={shops.map(({ shopId, name }) => ({ value: shopId, label: name }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
