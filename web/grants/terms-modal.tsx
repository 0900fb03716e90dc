import { useQuery } from '@tanstack/react-query'
import { Form, InputNumber, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { listBudgets } from '../api/offers.ts'
import type { GrantOverview } from '../api/shapes.ts'
import { useOfferName } from '../offers/use-offer-name.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { useChangeTerms } from './use-change-terms.ts'

interface TermsProps {
  readonly shopId: string
  readonly row: GrantOverview
  readonly onClose: () => void
}
interface Fields {
  readonly cap: number | null
  readonly perBuyer: number | null
  readonly costYuan: number | null
  readonly budgetId: string | null
  readonly holdDays: number | null
}

const FEN = 100

export function TermsModal({ shopId, row, onClose }: TermsProps) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const { guard, release, leaveBy } = useUnsavedGuard(() => form.isFieldsTouched())
  const nameOf = useOfferName()
  const budgets = useQuery({ queryKey: ['budgets', shopId], queryFn: () => listBudgets(shopId) })
  const change = useChangeTerms(shopId, row)
  const { costFen, ...set } = row.set
  const save = ({ costYuan, cap, perBuyer, budgetId, holdDays }: Fields) => {
    const cost = costYuan === null ? null : Math.round(costYuan * FEN)
    const terms = { cap, perBuyer, budgetId: budgetId ?? null, holdDays, costFen: cost }
    const onSuccess = () => {
      release()
      onClose()
    }
    change.mutate({ terms, said: t('grants.saved') }, { onSuccess })
  }
  const count = (name: 'cap' | 'perBuyer' | 'holdDays', least: number) => (
    <Form.Item name={name} label={t(`grants.${name}`)}>
      <InputNumber className="grant-number" min={least} precision={0} data-testid={`terms-${name}`} />
    </Form.Item>
  )
  return (
    <Modal
      open
      title={t('grants.termsOf', { offer: nameOf(row.offer, row.offer.offerId) })}
      okText={t('act.save')}
      okButtonProps={{ loading: change.isPending }}
      onOk={form.submit}
      onCancel={() => leaveBy(onClose)}
    >
      {guard}
      <p className="quiet">{t('grants.follow')}</p>
      <Form<Fields>
        form={form}
        layout="vertical"
        onFinish={save}
        initialValues={{ ...set, costYuan: costFen === null ? null : costFen / FEN }}
      >
        {count('cap', 0)}
        {count('perBuyer', 1)}
        {count('holdDays', 1)}
        <Form.Item name="costYuan" label={t('grants.cost')}>
          <InputNumber className="grant-number" min={0} precision={2} prefix="¥" />
        </Form.Item>
        <Form.Item name="budgetId" label={t('grants.budget')}>
          <Select
            allowClear
            placeholder={t('grants.noBudget')}
            options={(budgets.data?.items ?? []).map(({ budgetId, name }) => ({ value: budgetId, label: name }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
