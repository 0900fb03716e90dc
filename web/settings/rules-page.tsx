import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSettings, readSettings } from '../api/settings.ts'
import type { Settings } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import type { Change } from './change.ts'
import { ReceptionForm } from './reception-form.tsx'
import { RuleField } from './rule-field.tsx'
import { RULE_GROUPS } from './rules.ts'
import './settings.css'

/** What this shop promises and how it receives: answers say it, and nothing that is not said here is promised. */
export function RulesPage() {
  const { shop } = useShop()
  if (!shop) return <PageWaiting />
  return <Rules key={shop.shopId} shopId={shop.shopId} />
}

function Rules({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['settings', shopId],
    queryFn: () => readSettings(shopId),
    refetchOnWindowFocus: false,
  })
  return (
    <Page title={t('page.rules')} hint={t('rules.hint')}>
      <Loaded query={query} rows={10}>
        {(settings) => <Editor shopId={shopId} settings={settings} />}
      </Loaded>
    </Page>
  )
}

function Editor({ shopId, settings }: { readonly shopId: string; readonly settings: Settings }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [policies, setPolicies] = useState<Change>({})
  const [reception, setReception] = useState<Change>({})
  const count = Object.keys(policies).length + Object.keys(reception).length
  const { guard } = useUnsavedGuard(() => count > 0)
  const save = useSave(shopId, () => {
    setPolicies({})
    setReception({})
  })
  return (
    <>
      {guard}
      <ReceptionForm settings={settings} change={reception} onChange={setReception} />
      {RULE_GROUPS.map(({ name, rules }) => (
        <section key={name} className="card rules">
          <h2>{t(`rules.${name}`)}</h2>
          {rules.map((rule) => (
            <RuleField
              key={rule.key}
              rule={rule}
              settings={settings}
              change={policies}
              onChange={(value) => setPolicies({ ...policies, [rule.key]: value })}
            />
          ))}
        </section>
      ))}
      {may('shops:write') && (
        <div className={count > 0 ? 'save-bar save-bar-open' : 'save-bar'} role="status">
          <span className="grow">{count > 0 ? t('rules.changed', { count }) : t('rules.unchanged')}</span>
          <Button
            disabled={count === 0}
            onClick={() => {
              setPolicies({})
              setReception({})
            }}
          >
            {t('unsaved.leave')}
          </Button>
          <Button
            type="primary"
            disabled={count === 0}
            loading={save.isPending}
            onClick={() => save.mutate({ ...reception, ...(Object.keys(policies).length > 0 && { policies }) })}
            data-testid="save-rules"
          >
            {t('act.save')}
          </Button>
        </div>
      )}
    </>
  )
}

function useSave(shopId: string, onDone: () => void) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: Change) => changeSettings(shopId, change),
    onSuccess: (settings) => {
      queries.setQueryData(['settings', shopId], settings)
      message.success(t('rules.saved'))
      onDone()
    },
    onError: useProblem(),
  })
}
