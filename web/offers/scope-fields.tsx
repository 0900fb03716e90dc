import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Editing, Labelled } from './rule-field.tsx'
import { textsAt, writeAt } from './rule-path.ts'
import { useGoods } from './use-goods.ts'

/** Nothing chosen: every article of the shop. */
export function ScopeFields({ shopId, editing }: { readonly shopId: string; readonly editing: Editing }) {
  const { t } = useTranslation()
  const { productChoices, skuChoices, categories } = useGoods(shopId)
  const { rule, onChange, problem } = editing
  const lists = [
    ['products', productChoices],
    ['skus', skuChoices],
    ['categories', categories.map((value) => ({ value, label: value }))],
    ['exceptProducts', productChoices],
  ] as const
  return (
    <>
      <p className="quiet small">{t('offers.scopeHint')}</p>
      {lists.map(([list, options]) => (
        <Labelled
          key={list}
          label={t(`offers.scope-${list}`)}
          problem={problem?.path.startsWith(`scope.${list}`) ? problem.message : null}
        >
          {(id) => (
            <Select
              id={id}
              mode="tags"
              maxTagCount="responsive"
              showSearch={{ optionFilterProp: 'label' }}
              options={[...options]}
              value={[...textsAt(rule, `scope.${list}`)]}
              onChange={(ids) => onChange(writeAt(rule, `scope.${list}`, ids.length > 0 ? ids : undefined))}
            />
          )}
        </Labelled>
      ))}
      {problem?.path === 'scope' && (
        <span role="alert" className="field-problem small">
          {problem.message}
        </span>
      )}
    </>
  )
}
