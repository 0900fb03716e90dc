import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { post } from '../api/request.ts'
import type { Shop } from '../api/shapes.ts'
import { useShop } from '../frame/use-shop.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'

interface Fields {
  readonly name: string
  readonly industry?: string
}

const INDUSTRIES = ['apparel', 'beauty', 'food', 'digital', 'baby', 'home'] as const

export function ShopStep({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const { shop, shops, choose } = useShop()
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: ({ name, industry }: Fields) => post<Shop>('/shops', { name, ...(industry && { industry }) }),
    onSuccess: async ({ shopId }) => {
      await queries.invalidateQueries({ queryKey: ['shops'] })
      choose(shopId)
      onDone()
    },
    onError: useProblem(),
  })
  return (
    <div className="stack">
      {shops.length > 0 && (
        <div className="choices">
          {shops.map((one) => (
            <button
              key={one.shopId}
              type="button"
              className="choice-card"
              aria-pressed={one.shopId === shop?.shopId}
              onClick={() => choose(one.shopId)}
            >
              <Icon name="store" />
              <strong>{one.name}</strong>
              <span className="quiet small">{t(one.robotOn ? 'robot.isOn' : 'robot.isOff')}</span>
            </button>
          ))}
        </div>
      )}
      <h3 className="section-title">{t('setup.newShop')}</h3>
      <Form<Fields> layout="inline" onFinish={(fields) => add.mutate(fields)} className="setup-form">
        <Form.Item name="name" label={t('setup.shopName')} rules={[{ required: true }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="industry" label={t('setup.industry')}>
          <Select
            allowClear
            className="setup-industry"
            options={INDUSTRIES.map((one) => ({ value: one, label: t(`industry.${one}`) }))}
          />
        </Form.Item>
        <Button htmlType="submit" loading={add.isPending}>
          {t('setup.addShop')}
        </Button>
      </Form>
    </div>
  )
}
