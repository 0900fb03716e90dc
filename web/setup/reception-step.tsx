import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { switchRobot } from '../api/house.ts'
import { changeSettings, readSettings } from '../api/settings.ts'
import type { Shop } from '../api/shapes.ts'
import { ReceptionForm } from '../settings/reception-form.tsx'
import type { Change } from '../settings/change.ts'
import { Icon } from '../ui/icon.tsx'
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
          <Mode shop={shop} />
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

const MODES = ['auto', 'off'] as const

/** Who answers: the same master switch that stands above every page. */
function Mode({ shop }: { readonly shop: Shop }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const flip = useMutation({
    mutationFn: (on: boolean) => switchRobot(shop.shopId, on),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['shops'] }),
    onError: useProblem(),
  })
  const mode = shop.robotOn ? 'auto' : 'off'
  return (
    <div className="choices" role="group" aria-label={t('setup.mode')}>
      {MODES.map((one) => (
        <button
          key={one}
          type="button"
          className="choice-card"
          aria-pressed={one === mode}
          disabled={flip.isPending}
          onClick={() => flip.mutate(one === 'auto')}
          data-testid={`mode-${one}`}
        >
          <Icon name={one === 'auto' ? 'rocket' : 'people'} />
          <strong>{t(`setup.mode-${one}`)}</strong>
          <span className="quiet small">{t(`setup.mode-${one}-text`)}</span>
        </button>
      ))}
    </div>
  )
}
