import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addValidity, listValidities, removeValidity } from '../api/knowledge.ts'
import type { Validity } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'
import { PeriodForm } from './period-form.tsx'
import { useRuleWords } from './use-rule-words.ts'

/** Periods with a name, which answers of this shop may hold in. */
export function PeriodsModal({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { shop } = useShop()
  const { me, may } = useMe()
  const [edited, setEdited] = useState<Validity | 'new' | null>(null)
  const shopId = shop?.shopId ?? ''
  const query = useQuery({
    queryKey: ['validities', shopId],
    queryFn: () => listValidities(shopId),
    enabled: shop !== null,
  })
  // Periods reach over shops: whoever is limited to some sees them only.
  const mayWrite = may('knowledge:write') && me?.staff.shopIds === null
  const add = mayWrite && (
    <Button
      type="primary"
      icon={<Icon name="plus" size={16} />}
      onClick={() => setEdited('new')}
      data-testid="new-period"
    >
      {t('periods.add')}
    </Button>
  )
  return (
    <Modal open width={640} title={t('periods.title')} onCancel={onClose} footer={null}>
      <p className="quiet">{t('periods.text')}</p>
      {edited ? (
        <PeriodForm shopId={shopId} period={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      ) : (
        <Loaded query={query} rows={3}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="clock" title={t('periods.none')} text={t('periods.noneText')} act={add} />
            ) : (
              <div className="stack">
                {items.map((one) => (
                  <PeriodRow key={one.validityId} period={one} {...(mayWrite && { onEdit: () => setEdited(one) })} />
                ))}
                <div className="row">{add}</div>
              </div>
            )
          }
        </Loaded>
      )}
    </Modal>
  )
}

interface RowProps {
  readonly period: Validity
  /** Absent: to be read only. */
  readonly onEdit?: () => void
}

function PeriodRow({ period, onEdit }: RowProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const sayRule = useRuleWords()
  const drop = useDrop()
  const { name, rule, uses, shopId } = period
  const ask = () => {
    if (uses === 0) return drop.mutate(period)
    return modal.warning({ title: t('periods.inUse', { name, count: uses }), content: t('periods.inUseText') })
  }
  return (
    <div className="row period" data-testid="period">
      <div className="grow">
        <div className="row wrap">
          <strong>{name}</strong>
          {shopId === null && <span className="chip">{t('knowledge.ofAll')}</span>}
          {uses > 0 && <span className="chip chip-blue">{t('periods.uses', { count: uses })}</span>}
        </div>
        <span className="quiet small">{sayRule(rule)}</span>
      </div>
      {onEdit && (
        <>
          <Button
            type="text"
            icon={<Icon name="edit" size={16} />}
            aria-label={t('periods.editNamed', { name })}
            onClick={onEdit}
          />
          <Button
            type="text"
            icon={<Icon name="trash" size={16} />}
            loading={drop.isPending}
            aria-label={t('periods.removeNamed', { name })}
            onClick={ask}
          />
        </>
      )}
    </div>
  )
}

function useDrop() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const tell = useUndo()
  const refresh = () => queries.invalidateQueries({ queryKey: ['validities'] })
  return useMutation({
    mutationFn: ({ validityId }: Validity) => removeValidity(validityId),
    onSuccess: async (_gone, { name, rule, shopId }) => {
      await refresh()
      tell({
        said: t('periods.removed', { name }),
        undo: async () => {
          await addValidity({ name, rule, shopId })
          await refresh()
        },
      })
    },
    onError: useProblem(),
  })
}
