import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Modal, Progress } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addBudget, type BudgetTerms, changeBudget, listBudgets } from '../api/offers.ts'
import type { Budget } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useOffersChanged } from '../offers/use-offers.ts'
import { sayFen } from '../offers/use-say-rule.ts'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUndo } from '../ui/use-undo.tsx'

const WHOLE = 100

/** Budgets that offers share: how much of each is spent. */
export function Budgets({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [edited, setEdited] = useState<Budget | 'new' | null>(null)
  const query = useQuery({ queryKey: ['budgets', shopId], queryFn: () => listBudgets(shopId) })
  return (
    <section className="card grants-part">
      <div className="row between wrap">
        <h2>{t('grants.budgets')}</h2>
        {may('offers:write') && (
          <Button icon={<Icon name="plus" size={16} />} onClick={() => setEdited('new')} data-testid="new-budget">
            {t('grants.newBudget')}
          </Button>
        )}
      </div>
      <Loaded query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('grants.budgetsNone')}</p>
          ) : (
            <ul className="budgets">
              {items.map((budget) => (
                <BudgetCard key={budget.budgetId} budget={budget} onEdit={may('offers:write') ? setEdited : null} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {edited && (
        <BudgetModal shopId={shopId} budget={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </section>
  )
}

interface CardProps {
  readonly budget: Budget
  readonly onEdit: ((budget: Budget) => void) | null
}

function BudgetCard({ budget, onEdit }: CardProps) {
  const { t, i18n } = useTranslation()
  const { name, spentFen, limitFen } = budget
  const share = limitFen === 0 ? WHOLE : Math.min(WHOLE, Math.round((spentFen / limitFen) * WHOLE))
  const amounts = { spent: sayFen(spentFen, i18n.language), limit: sayFen(limitFen, i18n.language) }
  return (
    <li className="budget">
      <span className="row between">
        <strong className="clip">{name}</strong>
        {onEdit && (
          <Button
            type="text"
            size="small"
            icon={<Icon name="edit" size={16} />}
            aria-label={`${t('act.rename')} ${name}`}
            onClick={() => onEdit(budget)}
          />
        )}
      </span>
      <Progress percent={share} showInfo={false} aria-label={name} status={share === WHOLE ? 'exception' : 'normal'} />
      <span className="quiet small">{t('grants.spentOf', amounts)}</span>
    </li>
  )
}

interface Fields {
  readonly name: string
  readonly limitYuan: number
}
interface ModalProps {
  readonly shopId: string
  readonly budget: Budget | null
  readonly onClose: () => void
}

const FEN = 100

function BudgetModal({ shopId, budget, onClose }: ModalProps) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const changed = useOffersChanged()
  const undoable = useUndo()
  const save = useMutation({
    mutationFn: (terms: BudgetTerms) =>
      budget ? changeBudget(shopId, budget.budgetId, terms) : addBudget(shopId, terms),
    onSuccess: async () => {
      if (budget) {
        const { name, limitFen, budgetId } = budget
        undoable({
          said: t('grants.saved'),
          undo: () => changeBudget(shopId, budgetId, { name, limitFen }).then(changed),
        })
      }
      await changed()
      onClose()
    },
    onError: useProblem(),
  })
  return (
    <Modal
      open
      title={t(budget ? 'grants.budget' : 'grants.newBudget')}
      okText={t('act.save')}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={budget ? { name: budget.name, limitYuan: budget.limitFen / FEN } : {}}
        onFinish={({ name, limitYuan }) => save.mutate({ name: name.trim(), limitFen: Math.round(limitYuan * FEN) })}
      >
        <Form.Item
          name="name"
          label={t('grants.name')}
          rules={[{ required: true, whitespace: true, message: t('live.needed') }]}
        >
          <Input maxLength={100} data-testid="budget-name" />
        </Form.Item>
        <Form.Item name="limitYuan" label={t('grants.limit')} rules={[{ required: true, message: t('live.needed') }]}>
          <InputNumber className="grant-number" min={0} precision={2} prefix="¥" data-testid="budget-limit" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
