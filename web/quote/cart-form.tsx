import { useQuery } from '@tanstack/react-query'
import { Button, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { listRooms } from '../api/live.ts'
import { Instant } from '../knowledge/instant.tsx'
import { entranceOfRoom } from '../offers/offer-state.ts'
import { Labelled } from '../offers/rule-field.tsx'
import { useGoods } from '../offers/use-goods.ts'
import { Icon } from '../ui/icon.tsx'
import type { Question, QuestionLine } from './question.ts'

interface CartProps {
  readonly shopId: string
  readonly question: Question
  onChange(question: Question): void
}

const MOST = 9999
const NEW_LINE: QuestionLine = { skuId: '', quantity: 1 }

/** What is bought, where it was put into the cart, and when. */
export function CartForm({ shopId, question, onChange }: CartProps) {
  const { t } = useTranslation()
  const lines = question.lines.length > 0 ? question.lines : [NEW_LINE]
  const put = (next: readonly QuestionLine[]) => onChange({ ...question, lines: next })
  return (
    <fieldset className="offer-part">
      <legend>{t('quote.cart')}</legend>
      {lines.map((line, at) => (
        <Line
          key={at}
          shopId={shopId}
          line={line}
          number={at + 1}
          onChange={(next) => put(lines.map((one, place) => (place === at ? next : one)))}
          onRemove={lines.length > 1 ? () => put(lines.filter((_, place) => place !== at)) : null}
        />
      ))}
      <Button icon={<Icon name="plus" size={16} />} onClick={() => put([...lines, NEW_LINE])} data-testid="quote-add">
        {t('quote.add')}
      </Button>
      <Entrance shopId={shopId} question={question} onChange={onChange} />
      <div className="field">
        <span className="quiet">{t('quote.at')}</span>
        <Instant label={t('quote.at')} value={question.at} onChange={(at) => onChange({ ...question, at })} />
      </div>
    </fieldset>
  )
}

interface LineProps {
  readonly shopId: string
  readonly line: QuestionLine
  readonly number: number
  readonly onRemove: (() => void) | null
  onChange(line: QuestionLine): void
}

function Line({ shopId, line, number, onRemove, onChange }: LineProps) {
  const { t } = useTranslation()
  const { skuChoices } = useGoods(shopId)
  return (
    <div className="quote-line">
      <Select
        aria-label={t('quote.article', { number })}
        placeholder={t('quote.article', { number })}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...skuChoices]}
        value={line.skuId || null}
        onChange={(skuId) => onChange({ ...line, skuId })}
      />
      <InputNumber
        aria-label={t('quote.quantity', { number })}
        min={1}
        max={MOST}
        precision={0}
        value={line.quantity}
        onChange={(quantity) => onChange({ ...line, quantity: quantity ?? 1 })}
      />
      {onRemove && (
        <Button
          type="text"
          icon={<Icon name="trash" size={16} />}
          aria-label={t('quote.remove', { number })}
          onClick={onRemove}
        />
      )}
    </div>
  )
}

function Entrance({ shopId, question, onChange }: CartProps) {
  const { t } = useTranslation()
  const rooms = useQuery({ queryKey: ['live-rooms', shopId], queryFn: () => listRooms(shopId) })
  const options = (rooms.data?.items ?? []).map(({ roomId, title }) => ({
    value: entranceOfRoom(roomId),
    label: t('offers.ofRoom', { room: title }),
  }))
  return (
    <Labelled label={t('offers.entrance')}>
      {(id) => (
        <Select
          id={id}
          options={[{ value: '', label: t('quote.shopPage') }, ...options]}
          value={question.entrance}
          onChange={(entrance) => onChange({ ...question, entrance })}
        />
      )}
    </Labelled>
  )
}
