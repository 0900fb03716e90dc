import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addView, type ViewPage, type ViewSearch } from '../api/views.ts'
import { useProblem } from '../ui/use-problem.ts'

interface NewProps {
  readonly page: ViewPage
  readonly search: ViewSearch
  /** These very filters are a view already. */
  readonly isKept: boolean
}

/** Keeps the filters that hold now. */
export function NewView({ page, search, isKept }: NewProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: () => addView({ page, name: name.trim(), search, isShared }),
    onSuccess: () => {
      setName('')
      return queries.invalidateQueries({ queryKey: ['views', page] })
    },
    onError: useProblem(),
  })
  if (isKept) return null
  if (Object.keys(search).length === 0) return <p className="quiet small views-none">{t('views.noFilters')}</p>
  const save = () => name.trim() !== '' && !add.isPending && add.mutate()
  return (
    <div className="view-new">
      <Input
        value={name}
        maxLength={100}
        placeholder={t('views.nameHint')}
        aria-label={t('views.name')}
        onChange={({ target }) => setName(target.value)}
        onPressEnter={save}
        data-testid="view-name"
      />
      <div className="row between">
        <Checkbox checked={isShared} onChange={({ target }) => setShared(target.checked)}>
          {t('views.share')}
        </Checkbox>
        <Button
          type="primary"
          disabled={name.trim() === ''}
          loading={add.isPending}
          onClick={save}
          data-testid="view-save"
        >
          {t('act.save')}
        </Button>
      </div>
    </div>
  )
}
