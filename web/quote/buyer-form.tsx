import { useQuery } from '@tanstack/react-query'
import { Input, InputNumber, Segmented, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { listBuyers } from '../api/goods.ts'
import { listGrants } from '../api/offers.ts'
import type { Offer } from '../api/shapes.ts'
import { HELD } from '../offers/kinds.ts'
import { Labelled } from '../offers/rule-field.tsx'
import { textAt } from '../offers/rule-path.ts'
import { useOfferName } from '../offers/use-offer-name.ts'
import { useProblem } from '../ui/use-problem.ts'
import type { Question } from './question.ts'

interface BuyerProps {
  readonly shopId: string
  readonly question: Question
  readonly offers: readonly Offer[]
  onChange(question: Question): void
}

/** Who buys: one of the shop's customers with what is known of him, or facts by hand. */
export function BuyerForm({ shopId, question, offers, onChange }: BuyerProps) {
  const { t } = useTranslation()
  const nameOf = useOfferName()
  const put = (change: Partial<Question>) => onChange({ ...question, ...change })
  const held = offers.filter(({ rule, isWithdrawn }) => !isWithdrawn && HELD.includes(textAt(rule, 'kind') ?? ''))
  return (
    <fieldset className="offer-part">
      <legend>{t('quote.buyer')}</legend>
      <Known shopId={shopId} onFacts={put} />
      <Labelled label={t('quote.holds')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            options={held.map((offer) => ({ value: offer.offerId, label: nameOf(offer, offer.offerId) }))}
            value={[...question.holds]}
            onChange={(holds) => put({ holds })}
          />
        )}
      </Labelled>
      <Labelled label={t('quote.region')}>
        {(id) => <Input id={id} value={question.region} onChange={({ target }) => put({ region: target.value })} />}
      </Labelled>
      <Labelled label={t('quote.member')}>
        {(id) => <Input id={id} value={question.member} onChange={({ target }) => put({ member: target.value })} />}
      </Labelled>
      <Labelled label={t('offer-field.segments')}>
        {(id) => (
          <Select
            id={id}
            mode="tags"
            open={false}
            suffixIcon={null}
            value={[...question.segments]}
            onChange={(segments) => put({ segments })}
          />
        )}
      </Labelled>
      <div className="field">
        <span className="quiet">{t('quote.newBuyer')}</span>
        <Segmented
          aria-label={t('quote.newBuyer')}
          options={NEW.map((value) => ({ value, label: t(`quote.new-${value}`) }))}
          value={question.newBuyer}
          onChange={(newBuyer) => put({ newBuyer })}
        />
      </div>
      <Extras question={question} put={put} />
    </fieldset>
  )
}

const NEW = ['unknown', 'yes', 'no'] as const

interface ExtrasProps {
  readonly question: Question
  put(change: Partial<Question>): void
}

function Extras({ question, put }: ExtrasProps) {
  const { t } = useTranslation()
  return (
    <>
      <Labelled label={t('quote.points')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            precision={0}
            value={question.points}
            onChange={(points) => put({ points: points ?? 0, usePoints: (points ?? 0) > 0 })}
          />
        )}
      </Labelled>
      <Labelled label={t('quote.insurance')}>
        {(id) => (
          <span>
            <Switch id={id} checked={question.insurance} onChange={(insurance) => put({ insurance })} />
          </span>
        )}
      </Labelled>
    </>
  )
}

interface KnownProps {
  readonly shopId: string
  onFacts(facts: Partial<Question>): void
}

/** What the mirror and the grants know of a customer becomes the facts of the question; whoever never ordered is new. */
function Known({ shopId, onFacts }: KnownProps) {
  const { t } = useTranslation()
  const onError = useProblem()
  const buyers = useQuery({ queryKey: ['buyers', shopId], queryFn: () => listBuyers(shopId) })
  const known = buyers.data?.items ?? []
  const choose = async (customerId: string) => {
    const buyer = known.find((one) => one.customerId === customerId)
    if (!buyer) return
    const grants = await listGrants(shopId, { customerId, state: 'claimed' })
    onFacts({
      member: buyer.memberLevel ?? '',
      segments: buyer.tags,
      newBuyer: buyer.orderCount === 0 ? 'yes' : 'no',
      holds: [...new Set(grants.items.map(({ offerId }) => offerId))],
    })
  }
  return (
    <Labelled label={t('quote.customer')}>
      {(id) => (
        <Select
          id={id}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('quote.anybody')}
          options={known.map(({ customerId, name }) => ({ value: customerId, label: name }))}
          onChange={(customerId: string | undefined) => {
            if (customerId) choose(customerId).catch(onError)
            else onFacts({ member: '', segments: [], newBuyer: 'unknown', holds: [] })
          }}
        />
      )}
    </Labelled>
  )
}
