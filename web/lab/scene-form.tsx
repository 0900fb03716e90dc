import { useQuery } from '@tanstack/react-query'
import { Button, Form, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { listBuyers, listOrders, listProducts } from '../api/goods.ts'
import type { TrialScene } from '../api/trial.ts'
import { sayInstant } from '../ui/say.ts'
import { FactText } from '../ui/fact-text.tsx'
import { useSayFact } from '../ui/use-say-fact.ts'
import type { Trial } from './use-trial.ts'

interface SceneProps {
  readonly shopId: string
  readonly scene: TrialScene
  readonly onChange: (scene: TrialScene) => void
  readonly trial: Trial
}

const HOUR_MS = 3_600_000
const SKIPS = [1, 5, 24, 72] as const

export function SceneForm({ shopId, scene, onChange, trial }: SceneProps) {
  const { t } = useTranslation()
  return (
    <Form layout="vertical">
      <h2>{t('lab.scene')}</h2>
      <Form.Item label={t('lab.knowledge')}>
        <Segmented<TrialScene['knowledge']>
          block
          aria-label={t('lab.knowledge')}
          value={scene.knowledge}
          options={[
            { value: 'published', label: t('lab.published') },
            { value: 'drafts', label: t('lab.drafts') },
          ]}
          onChange={(knowledge) => onChange({ ...scene, knowledge })}
        />
      </Form.Item>
      <Who shopId={shopId} scene={scene} onChange={onChange} trial={trial} />
      <Clock scene={scene} onChange={onChange} />
      <Memory shopId={shopId} trial={trial} />
    </Form>
  )
}

function Who({ shopId, scene, onChange, trial }: SceneProps) {
  const { t } = useTranslation()
  const buyers = useQuery({ queryKey: ['buyers', shopId], queryFn: () => listBuyers(shopId) })
  const products = useQuery({ queryKey: ['lab-products', shopId], queryFn: () => listProducts(shopId, {}) })
  const { customerId, reference } = scene
  const orders = useQuery({
    queryKey: ['lab-orders', shopId, customerId],
    queryFn: () => listOrders(shopId, { customerId }),
    enabled: customerId !== undefined,
  })
  return (
    <>
      <Form.Item label={t('lab.buyer')} htmlFor="lab-buyer">
        <Select
          id="lab-buyer"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('lab.stranger')}
          value={customerId ?? null}
          options={
            buyers.data?.items.map((one) => ({ value: one.customerId, label: `${one.name} · ${one.customerId}` })) ?? []
          }
          onChange={(value) => {
            onChange({ ...scene, customerId: value ?? undefined, reference: { productId: reference?.productId } })
            trial.restart()
          }}
        />
      </Form.Item>
      <Form.Item label={t('lab.product')} htmlFor="lab-product">
        <Select
          id="lab-product"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('lab.noProduct')}
          value={reference?.productId ?? null}
          options={products.data?.items.map((one) => ({ value: one.productId, label: one.title })) ?? []}
          onChange={(value) => onChange({ ...scene, reference: { ...reference, productId: value ?? undefined } })}
        />
      </Form.Item>
      {customerId && (
        <Form.Item label={t('lab.order')} htmlFor="lab-order">
          <Select
            id="lab-order"
            allowClear
            placeholder={t('lab.noOrder')}
            value={reference?.orderId ?? null}
            options={
              orders.data?.items.map((one) => ({
                value: one.orderId,
                label: `${t(`order-state.${one.state}`)} · ${one.lines[0]?.title ?? one.orderId}`,
              })) ?? []
            }
            onChange={(value) => onChange({ ...scene, reference: { ...reference, orderId: value ?? undefined } })}
          />
        </Form.Item>
      )}
    </>
  )
}

function Clock({ scene, onChange }: Pick<SceneProps, 'scene' | 'onChange'>) {
  const { t, i18n } = useTranslation()
  const skipMs = scene.skipMs ?? 0
  return (
    <Form.Item label={t('lab.clock')}>
      <div className="mono">{sayInstant(new Date(Date.now() + skipMs).toISOString(), i18n.language)}</div>
      <div className="row wrap lab-skips">
        {SKIPS.map((hours) => (
          <Button key={hours} size="small" onClick={() => onChange({ ...scene, skipMs: skipMs + hours * HOUR_MS })}>
            {t('lab.skip', { hours })}
          </Button>
        ))}
        {skipMs > 0 && (
          <Button size="small" type="link" onClick={() => onChange({ ...scene, skipMs: 0 })}>
            {t('lab.now')}
          </Button>
        )}
      </div>
    </Form.Item>
  )
}

function Memory({ shopId, trial }: { readonly shopId: string; readonly trial: Trial }) {
  const { t } = useTranslation()
  const sayFact = useSayFact()
  const facts = trial.last?.memory ?? []
  return (
    <Form.Item label={t('lab.memory')}>
      {facts.length === 0 ? (
        <span className="quiet small">{t('lab.noMemory')}</span>
      ) : (
        facts.map((fact) => {
          const { name, text } = sayFact(fact)
          return (
            <div key={`${fact.kind} ${fact.key}`} className="small clip" title={text}>
              <span className="chip">{name}</span> <FactText shopId={shopId} fact={fact} />
            </div>
          )
        })
      )}
    </Form.Item>
  )
}
