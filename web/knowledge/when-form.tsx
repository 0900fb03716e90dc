import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listProducts } from '../api/goods.ts'
import { listValidities } from '../api/knowledge.ts'
import type { When } from '../api/shapes.ts'
import { useShop } from '../frame/use-shop.ts'
import { Instant } from './instant.tsx'
import { PeriodsModal } from './periods-modal.tsx'
import { useRuleWords } from './use-rule-words.ts'

interface WhenProps {
  readonly when: When
  readonly onChange: (when: When) => void
}

const STAGES = [
  'pre-sale',
  'ordered-unpaid',
  'paid-unshipped',
  'in-transit',
  'received',
  'refunding',
  'closed',
] as const

/** Under which conditions an answer holds; all that are given must. None = always. */
export function WhenForm({ when, onChange }: WhenProps) {
  const { t } = useTranslation()
  const set = <Key extends keyof When>(key: Key, value: When[Key] | undefined) => {
    const { [key]: _before, ...rest } = when
    onChange(value === undefined ? rest : { ...rest, [key]: value })
  }
  const others = [
    ...(when.facts ?? []),
    ...(when.notFacts ?? []).map((fact) => `! ${fact}`),
    ...Object.keys(when.policy ?? {}),
  ]
  return (
    <details className="when" open={Object.keys(when).length > 0}>
      <summary>{t('when.title', { count: Object.keys(when).length })}</summary>
      <div className="when-grid">
        <span>{t('when.stages')}</span>
        <Select
          mode="multiple"
          size="small"
          aria-label={t('when.stages')}
          placeholder={t('when.any')}
          value={when.stages ?? []}
          options={STAGES.map((stage) => ({ value: stage, label: t(`stage.${stage}`) }))}
          onChange={(stages) => set('stages', stages.length > 0 ? stages : undefined)}
        />
        <Products when={when} onChange={(products) => set('products', products)} />
        <span>{t('when.period')}</span>
        <div className="row wrap">
          <Instant label={t('when.from')} value={when.from} onChange={(from) => set('from', from)} />
          <span>–</span>
          <Instant label={t('when.to')} value={when.to} onChange={(to) => set('to', to)} />
        </div>
        <Validity when={when} onChange={(validity) => set('validity', validity)} />
        {others.length > 0 && (
          <>
            <span>{t('when.others')}</span>
            <div className="row wrap">
              {others.map((one) => (
                <span key={one} className="chip">
                  {one}
                </span>
              ))}
            </div>
          </>
        )}
      </div>
    </details>
  )
}

function Products({ when, onChange }: { readonly when: When; onChange(products: string[] | undefined): void }) {
  const { t } = useTranslation()
  const { shop } = useShop()
  const { data: page } = useQuery({
    queryKey: ['lab-products', shop?.shopId],
    queryFn: () => listProducts(shop?.shopId ?? '', {}),
    enabled: shop !== null,
  })
  return (
    <>
      <span>{t('when.products')}</span>
      <Select
        mode="multiple"
        size="small"
        aria-label={t('when.products')}
        placeholder={t('when.any')}
        showSearch={{ optionFilterProp: 'label' }}
        value={when.products ?? []}
        options={page?.items.map(({ productId, title }) => ({ value: productId, label: title })) ?? []}
        onChange={(products) => onChange(products.length > 0 ? products : undefined)}
      />
    </>
  )
}

function Validity({ when, onChange }: { readonly when: When; onChange(validity: string | undefined): void }) {
  const { t } = useTranslation()
  const { shop } = useShop()
  const sayRule = useRuleWords()
  const { data: page } = useQuery({
    queryKey: ['validities', shop?.shopId],
    queryFn: () => listValidities(shop?.shopId ?? ''),
    enabled: shop !== null,
  })
  const [isOpen, setOpen] = useState(false)
  const items = page?.items ?? []
  return (
    <>
      <span>{t('when.validity')}</span>
      <div className="row">
        <Select
          size="small"
          className="grow"
          allowClear
          aria-label={t('when.validity')}
          placeholder={t('when.always')}
          value={when.validity ?? null}
          options={items.map(({ validityId, name, rule }) => ({
            value: validityId,
            label: name,
            title: sayRule(rule),
          }))}
          notFoundContent={t('periods.none')}
          onChange={(validity) => onChange(validity ?? undefined)}
          data-testid="when-validity"
        />
        <Button size="small" type="link" onClick={() => setOpen(true)}>
          {t('periods.open')}
        </Button>
      </div>
      {isOpen && <PeriodsModal onClose={() => setOpen(false)} />}
    </>
  )
}
