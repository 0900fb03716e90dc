import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { post } from '../api/request.ts'
import { addChannel } from '../api/settings.ts'
import type { Shop } from '../api/shapes.ts'
import { useShop } from '../frame/use-shop.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'

interface Fields {
  readonly name: string
  readonly industry?: string
}

const INDUSTRIES = ['apparel', 'beauty', 'food', 'electronics', 'baby', 'home'] as const

export function ShopStep({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const { shop, shops, choose } = useShop()
  const add = useNewShop(onDone)
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
          <Input maxLength={100} data-testid="shop-name" />
        </Form.Item>
        <Form.Item name="industry" label={t('setup.industry')}>
          <Select
            allowClear
            className="setup-industry"
            options={INDUSTRIES.map((one) => ({ value: one, label: t(`industry.${one}`) }))}
          />
        </Form.Item>
        <Button
          htmlType="submit"
          type={shops.length === 0 ? 'primary' : 'default'}
          data-testid="add-shop"
          loading={add.isPending}
        >
          {t('setup.addShop')}
        </Button>
      </Form>
    </div>
  )
}

function useNewShop(onDone: () => void) {
  const { t } = useTranslation()
  const { choose } = useShop()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ name, industry }: Fields) => {
      const shop = await post<Shop>('/shops', { name, ...(industry && { industry }) })
      // Nearly every shop wants it, and nobody sees it before its snippet stands in a page.
      await addChannel({ shopId: shop.shopId, kind: 'web', name: t('channel.web'), outboundUrl: null })
      return shop
    },
    onSuccess: async ({ shopId }) => {
      await queries.invalidateQueries({ queryKey: ['shops'] })
      await queries.invalidateQueries({ queryKey: ['channels'] })
      choose(shopId)
      onDone()
    },
    onError: useProblem(),
  })
}
