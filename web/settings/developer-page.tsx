import { useNavigate, useSearch } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../frame/use-me.ts'
import { Page } from '../ui/page.tsx'
import { ApiKeys } from './api-keys.tsx'
import { Webhooks } from './webhooks.tsx'
import './settings.css'

/** Keys for programs that call us, addresses that we call. */
export function DeveloperPage() {
  const { t } = useTranslation()
  const { may } = useMe()
  const { tab } = useSearch({ from: '/developer' })
  const navigate = useNavigate({ from: '/developer' })
  return (
    <Page
      title={t('page.developer')}
      hint={
        <>
          {t('developer.hint')}{' '}
          <a href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
            OpenAPI 3.1
          </a>
        </>
      }
    >
      <Tabs
        activeKey={tab ?? (may('keys:write') ? 'keys' : 'webhooks')}
        onChange={(key) => navigate({ search: (before) => ({ ...before, tab: key, endpoint: undefined }) })}
        items={[
          ...(may('keys:write') ? [{ key: 'keys', label: t('developer.keys'), children: <ApiKeys /> }] : []),
          { key: 'webhooks', label: t('developer.webhooks'), children: <Webhooks /> },
        ]}
      />
    </Page>
  )
}
