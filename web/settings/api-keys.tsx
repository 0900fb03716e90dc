import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Modal, Popconfirm, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addApiKey, listApiKeys, revokeApiKey } from '../api/settings.ts'
import type { ApiKey } from '../api/shapes.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { SecretModal } from '../ui/secret.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { When } from '../ui/when.tsx'
import { SCOPES } from './roles.ts'

export function ApiKeys() {
  const { t } = useTranslation()
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const query = useQuery({ queryKey: ['api-keys'], queryFn: listApiKeys })
  const add = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setAdding(true)} data-testid="new-key">
      {t('keys.add')}
    </Button>
  )
  return (
    <>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Empty icon="code" title={t('keys.none')} text={t('keys.noneText')} act={add} />
            </div>
          ) : (
            <>
              <div className="bar">{add}</div>
              <section className="card card-flush">
                <Keys keys={items} />
              </section>
            </>
          )
        }
      </Loaded>
      {isAdding && <NewKeyModal onClose={() => setAdding(false)} onSecret={setSecret} />}
      <SecretModal secret={secret} title={t('keys.secret')} onClose={() => setSecret(null)} />
    </>
  )
}

function Keys({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { t } = useTranslation()
  return (
    <div className="table-scroll" tabIndex={0} role="group">
      <Table<ApiKey>
        rowKey="keyId"
        dataSource={[...keys]}
        pagination={false}
        columns={[
          {
            title: t('keys.name'),
            key: 'name',
            render: (_, key) => (
              <div className="entry-cell">
                <strong>{key.name}</strong>
                <span className="mono quiet">{key.prefix}…</span>
              </div>
            ),
          },
          {
            title: t('keys.scopes'),
            key: 'scopes',
            render: (_, { scopes }) => (
              <span title={scopes.join(', ')}>
                {scopes.length === SCOPES.length ? t('keys.all') : scopes.join(', ')}
              </span>
            ),
          },
          {
            title: t('keys.used'),
            key: 'used',
            width: 140,
            render: (_, { lastUsedAt }) =>
              lastUsedAt ? <When at={lastUsedAt} /> : <span className="quiet">{t('keys.never')}</span>,
          },
          { title: t('keys.state'), key: 'state', width: 120, render: (_, key) => <Revoke apiKey={key} /> },
        ]}
      />
    </div>
  )
}

function Revoke({ apiKey }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: revokeApiKey,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
    onError: useProblem(),
  })
  if (apiKey.revokedAt) return <span className="chip">{t('keys.revoked')}</span>
  return (
    <Popconfirm title={t('keys.revokeAsk')} okText={t('keys.revoke')} onConfirm={() => revoke.mutate(apiKey.keyId)}>
      <Button size="small" danger>
        {t('keys.revoke')}
      </Button>
    </Popconfirm>
  )
}

interface NewKeyProps {
  readonly onClose: () => void
  readonly onSecret: (secret: string) => void
}

interface Fields {
  readonly name: string
  readonly scopes: readonly string[]
}

function NewKeyModal({ onClose, onSecret }: NewKeyProps) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const { guard, leaveBy } = useUnsavedGuard(() => form.isFieldsTouched())
  const queries = useQueryClient()
  // Not `required`: a group of boxes may not be said to be so.
  const needsOne = async (_rule: unknown, scopes?: readonly string[]) => {
    if (!scopes?.length) throw new Error(t('keys.scopesNeeded'))
  }
  const add = useMutation({
    mutationFn: addApiKey,
    onSuccess: async ({ secret }) => {
      await queries.invalidateQueries({ queryKey: ['api-keys'] })
      onClose()
      onSecret(secret)
    },
    onError: useProblem(),
  })
  return (
    <Modal
      open
      title={t('keys.add')}
      onCancel={() => leaveBy(onClose)}
      onOk={form.submit}
      okText={t('act.add')}
      confirmLoading={add.isPending}
    >
      {guard}
      <Form<Fields> form={form} layout="vertical" onFinish={(fields) => add.mutate(fields)}>
        <Form.Item name="name" label={t('keys.name')} rules={[{ required: true }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="scopes"
          label={t('keys.scopes')}
          extra={t('keys.scopesHint')}
          rules={[{ validator: needsOne }]}
        >
          <Checkbox.Group className="scopes" options={SCOPES.map((scope) => ({ value: scope, label: scope }))} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
