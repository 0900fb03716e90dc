import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { App, Button, Drawer, Dropdown, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  listWebhookDeliveries,
  readWebhookDelivery,
  replayFailedWebhooks,
  replayWebhookDelivery,
} from '../api/settings.ts'
import type { WebhookDelivery } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { When } from '../ui/when.tsx'

const STATES = ['', 'pending', 'retrying', 'delivered', 'dead'] as const
const LOOKS: Readonly<Record<string, string>> = {
  delivered: 'chip chip-good',
  dead: 'chip chip-bad',
  retrying: 'chip chip-warn',
}

/** What was sent to an address: every try, what was in it, and once more. */
export function WebhookLog({ endpointId }: { readonly endpointId: string }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { state } = useSearch({ from: '/developer' })
  const navigate = useNavigate({ from: '/developer' })
  const query = useQuery({
    queryKey: ['webhook-log', endpointId, state],
    queryFn: () => listWebhookDeliveries(endpointId, { state }),
    refetchInterval: 5000,
  })
  return (
    <Drawer
      open
      size={640}
      title={t('webhooks.log')}
      onClose={() => navigate({ search: (before) => ({ ...before, endpoint: undefined, state: undefined }) })}
    >
      <div className="bar">
        <Segmented
          aria-label={t('orders.state')}
          value={state ?? ''}
          options={STATES.map((one) => ({ value: one, label: t(one ? `webhook-state.${one}` : 'owner.any') }))}
          onChange={(one) => navigate({ search: (before) => ({ ...before, state: one || undefined }) })}
        />
        {may('webhooks:write') && <ReplayFailed endpointId={endpointId} />}
      </div>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="send" title={t('webhooks.nothingSent')} text={t('webhooks.nothingSentText')} />
          ) : (
            <div className="stack">
              {items.map((delivery) => (
                <DeliveryCard key={delivery.webhookDeliveryId} endpointId={endpointId} delivery={delivery} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Drawer>
  )
}

const HOUR_MS = 3_600_000
const SPANS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const

/** What was given up while the other side was away goes out again. */
function ReplayFailed({ endpointId }: { readonly endpointId: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const replay = useMutation({
    mutationFn: (spanMs: number) => replayFailedWebhooks(endpointId, new Date(Date.now() - spanMs).toISOString()),
    onSuccess: async ({ replayed }) => {
      await queries.invalidateQueries({ queryKey: ['webhook-log', endpointId] })
      message.success(t('webhooks.replayedMany', { count: replayed }))
    },
    onError: useProblem(),
  })
  const items = Object.entries(SPANS).map(([span, spanMs]) => ({
    key: span,
    label: t(`webhooks.since-${span}`),
    onClick: () => replay.mutate(spanMs),
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button loading={replay.isPending} data-testid="replay-failed">
        {t('webhooks.replayFailed')}
      </Button>
    </Dropdown>
  )
}

function DeliveryCard({ endpointId, delivery }: { readonly endpointId: string; readonly delivery: WebhookDelivery }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  const queries = useQueryClient()
  const id = delivery.webhookDeliveryId
  const replay = useMutation({
    mutationFn: () => replayWebhookDelivery(endpointId, id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['webhook-log', endpointId] })
      message.success(t('webhooks.replayed'))
    },
    onError: useProblem(),
  })
  return (
    <div className="card">
      <div className="row between">
        <strong>{delivery.type}</strong>
        <span className={LOOKS[delivery.state] ?? 'chip'}>{t(`webhook-state.${delivery.state}`)}</span>
      </div>
      <div className="row between">
        <span className="quiet small">
          <When at={delivery.createdAt} /> · {t('webhooks.tries', { count: delivery.attempts })}
          {delivery.reason && ` · ${delivery.reason}`}
        </span>
        <span className="row">
          <Button size="small" type="link" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {t('webhooks.details')}
          </Button>
          <Button size="small" onClick={() => replay.mutate()} loading={replay.isPending}>
            {t('webhooks.replay')}
          </Button>
        </span>
      </div>
      {isOpen && <Details endpointId={endpointId} id={id} />}
    </div>
  )
}

function Details({ endpointId, id }: { readonly endpointId: string; readonly id: string }) {
  const query = useQuery({
    queryKey: ['webhook-delivery', endpointId, id],
    queryFn: () => readWebhookDelivery(endpointId, id),
  })
  return (
    <Loaded query={query} rows={3}>
      {({ tries, payload }) => (
        <>
          {tries.map((one) => (
            <div key={one.attempt} className="row between small">
              <span>
                #{one.attempt} {one.outcome} {one.status}
              </span>
              <span className="quiet">
                {one.durationMs} ms · <When at={one.at} />
              </span>
            </div>
          ))}
          <pre className="code">{JSON.stringify(payload, null, 2)}</pre>
        </>
      )}
    </Loaded>
  )
}
