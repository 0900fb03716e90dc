import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { listRooms } from '../api/live.ts'
import { CHOICES, type Field, type Kind } from './kinds.ts'
import { entranceOfRoom } from './offer-state.ts'
import { Part } from './part.tsx'
import { type Editing, Labelled, RuleField } from './rule-field.tsx'
import { textAt, textsAt, writeAt } from './rule-path.ts'
import { useKindName } from './use-offer-name.ts'

interface ConditionsProps {
  readonly shopId: string
  readonly editing: Editing
  readonly kind: Kind
}

const field = (path: string, name: string, type: Field['type']): Field => ({ path, name, type, isNeeded: false })
const AUDIENCE = [
  field('audience.newBuyer', 'newBuyer', 'flag'),
  field('audience.members', 'members', 'words'),
  field('audience.segments', 'segments', 'words'),
]
const LIMITS = [field('limits.perBuyer', 'perBuyer', 'count'), field('limits.stock', 'stock', 'count')]

/** Who may use it, from where and at what hours; how often; and beside what not. */
export function ConditionFields({ shopId, editing, kind }: ConditionsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Part title={t('offers.who')}>
        <EntranceField shopId={shopId} editing={editing} />
        {AUDIENCE.map((one) => (
          <RuleField key={one.path} field={one} editing={editing} />
        ))}
        <HoursField editing={editing} />
      </Part>
      {kind.hasLimits && (
        <Part title={t('offers.limits')}>
          {LIMITS.map((one) => (
            <RuleField key={one.path} field={one} editing={editing} />
          ))}
        </Part>
      )}
      <Part title={t('offers.stacking')}>
        <p className="quiet small">{t('offers.stackingHint')}</p>
        {kind.hasGroups && <RuleField field={field('exclusive', 'exclusive', 'words')} editing={editing} />}
        <NotWithField editing={editing} />
      </Part>
    </>
  )
}

function EntranceField({ shopId, editing: { rule, onChange, problem } }: Omit<ConditionsProps, 'kind'>) {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: ['live-rooms', shopId], queryFn: () => listRooms(shopId) })
  const entrance = textAt(rule, 'entrance') ?? ''
  const rooms = (query.data?.items ?? []).map(({ roomId, title }) => ({ value: entranceOfRoom(roomId), label: title }))
  const known = rooms.some(({ value }) => value === entrance)
  return (
    <Labelled label={t('offers.entrance')} problem={problem?.path === 'entrance' ? problem.message : null}>
      {(id) => (
        <Select
          id={id}
          value={entrance}
          options={[
            { value: '', label: t('offers.everywhere') },
            ...rooms,
            ...(known || entrance === '' ? [] : [{ value: entrance, label: entrance }]),
          ]}
          onChange={(chosen) => onChange(writeAt(rule, 'entrance', chosen || undefined))}
        />
      )}
    </Labelled>
  )
}

/** Both or neither: hours of the day in Chinese time. */
function HoursField({ editing: { rule, onChange, problem } }: Pick<ConditionsProps, 'editing'>) {
  const { t } = useTranslation()
  const label = t('offers.hours')
  return (
    <Labelled label={label} problem={problem?.path.startsWith('daily') ? problem.message : null}>
      {(id) => (
        <span className="row">
          <Input
            id={id}
            type="time"
            value={textAt(rule, 'daily.from') ?? ''}
            onChange={({ target }) => onChange(writeAt(rule, 'daily.from', target.value || undefined))}
          />
          –
          <Input
            type="time"
            aria-label={`${label} –`}
            value={textAt(rule, 'daily.to') ?? ''}
            onChange={({ target }) => onChange(writeAt(rule, 'daily.to', target.value || undefined))}
          />
        </span>
      )}
    </Labelled>
  )
}

function NotWithField({ editing: { rule, onChange, problem } }: Pick<ConditionsProps, 'editing'>) {
  const { t } = useTranslation()
  const nameOf = useKindName()
  return (
    <Labelled label={t('offers.shutsOut')} problem={problem?.path.startsWith('notWith') ? problem.message : null}>
      {(id) => (
        <Select
          id={id}
          mode="multiple"
          options={CHOICES.map((value) => ({ value, label: nameOf(value) }))}
          value={[...textsAt(rule, 'notWith')]}
          onChange={(kinds) => onChange(writeAt(rule, 'notWith', kinds.length > 0 ? kinds : undefined))}
        />
      )}
    </Labelled>
  )
}
