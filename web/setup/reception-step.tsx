import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSettings, readSettings } from '../api/settings.ts'
import type { Shop } from '../api/shapes.ts'
import { ReceptionForm } from '../settings/reception-form.tsx'
import type { Change } from '../settings/change.ts'
import { Loaded } from '../ui/loaded.tsx'
import { useProblem } from '../ui/use-problem.ts'

export function ReceptionStep({ shop }: { readonly shop: Shop }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [change, setChange] = useState<Change>({})
  const key = ['settings', shop.shopId]
  const query = useQuery({ queryKey: key, queryFn: () => readSettings(shop.shopId), refetchOnWindowFocus: false })
  const save = useMutation({
    mutationFn: () => changeSettings(shop.shopId, change),
    onSuccess: (settings) => {
      queries.setQueryData(key, settings)
      setChange({})
      message.success(t('rules.saved'))
    },
    onError: useProblem(),
  })
  return (
    <Loaded query={query}>
      {(settings) => (
        <>
          <ReceptionForm settings={settings} change={change} onChange={setChange} />
          {Object.keys(change).length > 0 && (
            <Button type="primary" onClick={() => save.mutate()} loading={save.isPending}>
              {t('act.save')}
            </Button>
          )}
        </>
      )}
    </Loaded>
  )
}
