import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { type Field, KIND_NAMES, kindOf } from './kinds.ts'
import { type Editing, Labelled, RuleField, TitleField } from './rule-field.tsx'
import { countAt, textAt, writeAt } from './rule-path.ts'
import { Part } from './part.tsx'
import { ScopeFields } from './scope-fields.tsx'
import { useKindName } from './use-offer-name.ts'

interface FormProps {
  readonly shopId: string
  readonly editing: Editing
  readonly isNew: boolean
}

/** An offer by its kind: what it gives, of what, when, to whom, and what it cannot stand beside. */
export function OfferForm({ shopId, editing, isNew }: FormProps) {
  const { t } = useTranslation()
  const name = textAt(editing.rule, 'kind') ?? ''
  const kind = kindOf(name)
  return (
    <div className="offer-form">
      <KindField editing={editing} isFixed={!isNew} />
      <TitleField editing={editing} />
      <Part title={t('offers.gives')}>
        {kind ? (
          <>
            {kind.fields.map((field) => (
              <RuleField key={field.path} field={field} editing={editing} />
            ))}
            {kind.hasSteps && <Steps editing={editing} />}
          </>
        ) : (
          <p className="quiet">{t('offers.unknownKind')}</p>
        )}
      </Part>
      <Part title={t('offers.scope')}>
        <ScopeFields shopId={shopId} editing={editing} />
      </Part>
      <Part title={t('offers.when')}>
        {WINDOW.map((field) => (
          <RuleField key={field.path} field={field} editing={editing} />
        ))}
      </Part>
      {kind?.hasConditions && <ConditionFields shopId={shopId} editing={editing} kind={kind} />}
    </div>
  )
}

const WINDOW: readonly Field[] = [
  { path: 'validFrom', name: 'validFrom', type: 'instant', isNeeded: false },
  { path: 'validTo', name: 'validTo', type: 'instant', isNeeded: false },
]

/** What an offer of one kind keeps when it becomes one of another. */
const SHARED = ['owner', 'title', 'scope', 'validFrom', 'validTo']

function KindField({ editing, isFixed }: { readonly editing: Editing; readonly isFixed: boolean }) {
  const { t } = useTranslation()
  const nameOf = useKindName()
  const { rule, onChange, problem } = editing
  const choose = (kind: string) => {
    const kept = Object.fromEntries(Object.entries(rule).filter(([key]) => SHARED.includes(key) && key !== 'owner'))
    onChange({ ...kept, kind, ...(kindOf(kind)?.ofPlatform && { owner: 'platform' }) })
  }
  return (
    <Labelled label={t('offers.kind')} isNeeded problem={problem?.path === 'kind' ? problem.message : null}>
      {(id) => (
        <Select
          id={id}
          disabled={isFixed}
          showSearch={{ optionFilterProp: 'label' }}
          options={KIND_NAMES.map((value) => ({ value, label: nameOf(value) }))}
          value={textAt(rule, 'kind') ?? null}
          onChange={choose}
        />
      )}
    </Labelled>
  )
}

const STEP: readonly (readonly [string, Field['type']])[] = [
  ['minFen', 'money'],
  ['minQty', 'count'],
  ['offFen', 'money'],
  ['payBp', 'rate'],
]

/** 40 off from 300, 80 off from 500: as many as there are; each asks for more than the one before. */
function Steps({ editing }: { readonly editing: Editing }) {
  const { t } = useTranslation()
  const { rule, onChange } = editing
  const count = countAt(rule, 'tiers')
  return (
    <>
      {Array.from({ length: count }, (_, at) => (
        <fieldset key={at} className="offer-step">
          <legend className="small">{t('offers.step', { number: at + 1 })}</legend>
          {STEP.map(([name, type]) => (
            <RuleField
              key={name}
              field={{ path: `tiers.${at}.${name}`, name, type, isNeeded: false }}
              editing={editing}
            />
          ))}
          <Button size="small" onClick={() => onChange(writeAt(rule, `tiers.${at}`, undefined))}>
            {t('act.remove')}
          </Button>
        </fieldset>
      ))}
      <Button
        icon={<Icon name="plus" size={16} />}
        onClick={() => onChange(writeAt(rule, `tiers.${count}`, { minFen: 0 }))}
      >
        {t('offers.addStep')}
      </Button>
    </>
  )
}
