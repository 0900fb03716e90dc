import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Form, Input, Modal, Popconfirm, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addWebhook, changeWebhook, listWebhooks, removeWebhook, testWebhook } from '../api/settings.ts'
import type { Endpoint } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { SecretModal } from '../ui/secret.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { EVENTS } from './events.ts'
import { WebhookLog } from './webhook-log.tsx'

export function Webhooks() {
  const { t } = useTranslation()
  const { may } = useMe()
  const { endpoint } = useSearch({ from: '/developer' })
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const query = useQuery({ queryKey: ['webhooks'], queryFn: listWebhooks })
  const add = may('webhooks:write') && (
    <Button
      type="primary"
      icon={<Icon name="plus" size={16} />}
      onClick={() => setAdding(true)}
      data-testid="new-webhook"
    >
      {t('webhooks.add')}
    </Button>
  )
  return (
    <>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Empty icon="plug" title={t('webhooks.none')} text={t('webhooks.noneText')} act={add} />
            </div>
          ) : (
            <>
              <div className="bar">{add}</div>
              <div className="things">
                {items.map((one) => (
                  <EndpointCard key={one.endpointId} endpoint={one} />
                ))}
              </div>
            </>
          )
        }
      </Loaded>
      {endpoint && <WebhookLog endpointId={endpoint} />}
      {isAdding && <NewWebhookModal onClose={() => setAdding(false)} onSecret={setSecret} />}
      <SecretModal secret={secret} title={t('webhooks.secret')} onClose={() => setSecret(null)} />
    </>
  )
}

function EndpointCard({ endpoint }: { readonly endpoint: Endpoint }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const queries = useQueryClient()
  const onError = useProblem()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['webhooks'] })
  const { endpointId: id } = endpoint
  const flip = useMutation({ mutationFn: (enabled: boolean) => changeWebhook(id, { enabled }), onSuccess, onError })
  return (
    <div className="card thing">
      <div className="row between">
        <strong className="clip mono">{endpoint.url}</strong>
        <Switch
          checked={endpoint.enabled}
          disabled={!may('webhooks:write')}
          loading={flip.isPending}
          aria-label={t('channels.use', { name: endpoint.url })}
          onChange={(enabled) => flip.mutate(enabled)}
        />
      </div>
      {endpoint.disabledReason && <span className="chip chip-bad">{endpoint.disabledReason}</span>}
      <div className="row wrap">
        {endpoint.types.length === 0 ? <span className="chip chip-blue">{t('webhooks.allEvents')}</span> : null}
        {endpoint.types.map((type) => (
          <span key={type} className="chip">
            {type}
          </span>
        ))}
      </div>
      <EndpointActs endpoint={endpoint} />
    </div>
  )
}

function EndpointActs({ endpoint: { endpointId: id, enabled } }: { readonly endpoint: Endpoint }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const navigate = useNavigate({ from: '/developer' })
  const queries = useQueryClient()
  const onError = useProblem()
  const openLog = () => navigate({ search: (before) => ({ ...before, tab: 'webhooks', endpoint: id }) })
  const drop = useMutation({
    mutationFn: () => removeWebhook(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks'] }),
    onError,
  })
  const test = useMutation({
    mutationFn: () => testWebhook(id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['webhook-log', id] })
      await openLog()
    },
    onError,
  })
  return (
    <div className="row wrap">
      <Button size="small" onClick={openLog} data-testid="webhook-log">
        {t('webhooks.log')}
      </Button>
      {may('webhooks:write') && (
        <>
          <Button
            size="small"
            disabled={!enabled}
            loading={test.isPending}
            onClick={() => test.mutate()}
            data-testid="webhook-test"
          >
            {t('webhooks.test')}
          </Button>
          <Popconfirm title={t('webhooks.removeAsk')} okText={t('act.remove')} onConfirm={() => drop.mutate()}>
            <Button size="small" danger>
              {t('act.remove')}
            </Button>
          </Popconfirm>
        </>
      )}
    </div>
  )
}

interface Fields {
  readonly url: string
  readonly types?: readonly string[]
}

function NewWebhookModal({
  onClose,
  onSecret,
}: {
  readonly onClose: () => void
  readonly onSecret: (secret: string) => void
}) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const { guard, leaveBy } = useUnsavedGuard(() => form.isFieldsTouched())
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: ({ url, types }: Fields) => addWebhook({ url, types: types ?? [] }),
    onSuccess: async ({ secret }) => {
      await queries.invalidateQueries({ queryKey: ['webhooks'] })
      onClose()
      onSecret(secret)
    },
    onError: useProblem(),
  })
  return (
    <Modal
      open
      title={t('webhooks.add')}
      onCancel={() => leaveBy(onClose)}
      onOk={form.submit}
      okText={t('act.add')}
      confirmLoading={add.isPending}
    >
      {guard}
      <Form<Fields> form={form} layout="vertical" onFinish={(fields) => add.mutate(fields)}>
        <Form.Item name="url" label={t('webhooks.url')} rules={[{ required: true, type: 'url' }]}>
          <Input type="url" placeholder="https://" />
        </Form.Item>
        <Form.Item name="types" label={t('webhooks.types')} extra={t('webhooks.typesHint')}>
          <Select mode="multiple" allowClear options={EVENTS.map((type) => ({ value: type, label: type }))} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
