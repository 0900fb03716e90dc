import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { App, Button, Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { listAudit, verifyAudit } from '../api/settings.ts'
import type { AuditRow } from '../api/shapes.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { sayAny } from '../ui/use-say-fact.ts'
import { Waiting } from '../ui/waiting.tsx'
import { When } from '../ui/when.tsx'
import { useStaffNames } from './use-staff-names.ts'
import './settings.css'

const ACTS = [
  'sign-in.opened',
  'password.changed',
  'staff.added',
  'staff.changed',
  'api-key.added',
  'api-key.revoked',
  'shop.added',
  'shop.settings-changed',
  'shop.robot-switched',
  'order.unmasked',
  'buyer.unmasked',
  'channel.added',
  'channel.changed',
  'webhook.added',
  'webhook.changed',
  'knowledge.drafted',
  'knowledge.published',
  'knowledge.rolled-back',
  'knowledge.imported',
  'knowledge.exported',
  'pack.changed',
  'conversation.taken-over',
  'conversation.given-back',
  'memory.viewed',
] as const

/** Who did what: each row holds the hash of the one before it, so that nothing can be taken out unseen. */
export function AuditPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('page.audit')} hint={t('audit.hint')} acts={<Acts />}>
      <section className="card card-flush">
        <Filter />
        <Rows />
      </section>
    </Page>
  )
}

function Acts() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const verify = useMutation({
    mutationFn: verifyAudit,
    onSuccess: ({ intact, lastSeq, brokenAt }) =>
      intact
        ? message.success(t('audit.whole', { count: lastSeq ?? 0 }))
        : message.error(t('audit.broken', { seq: brokenAt ?? 0 })),
    onError: useProblem(),
  })
  return (
    <>
      <Button icon={<Icon name="shield" size={16} />} onClick={() => verify.mutate()} loading={verify.isPending}>
        {t('audit.verify')}
      </Button>
      <Button icon={<Icon name="down" size={16} />} href="/api/v1/audit/export" download="audit.jsonl">
        {t('export.open')}
      </Button>
    </>
  )
}

function Filter() {
  const { t } = useTranslation()
  const { act } = useSearch({ from: '/audit' })
  const navigate = useNavigate({ from: '/audit' })
  return (
    <div className="knowledge-find">
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        className="audit-find"
        placeholder={t('audit.act')}
        aria-label={t('audit.act')}
        value={act ?? null}
        options={ACTS.map((one) => ({ value: one, label: t(`audit-act.${one}`) }))}
        onChange={(one) => navigate({ search: (before) => ({ ...before, act: one ?? undefined }) })}
      />
    </div>
  )
}

function Rows() {
  const { t, i18n } = useTranslation()
  const { act } = useSearch({ from: '/audit' })
  const nameOf = useStaffNames()
  const query = useInfiniteQuery({
    queryKey: ['audit', act],
    queryFn: ({ pageParam }) => listAudit({ act, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  if (query.isError && !query.data) return <Failed error={query.error} onRetry={() => query.refetch()} />
  if (!query.data) return <Waiting rows={8} />
  const rows = query.data.pages.flatMap(({ items }) => items)
  if (rows.length === 0) return <Empty icon="shield" title={t('audit.none')} text={t('talks.nothingFoundText')} />
  return (
    <div className="table-scroll audit-rows" tabIndex={0} role="group">
      <Table<AuditRow>
        rowKey="seq"
        size="small"
        dataSource={rows}
        pagination={false}
        columns={[
          { title: '#', dataIndex: 'seq', width: 80 },
          { title: t('audit.when'), key: 'at', width: 130, render: (_, { at }) => <When at={at} /> },
          {
            title: t('audit.who'),
            key: 'who',
            width: 170,
            render: (_, { actorKind, actorId }) => nameOf(actorId) ?? t(`actor.${actorKind}`),
          },
          {
            title: t('audit.what'),
            key: 'act',
            render: (_, row) => (i18n.exists(`audit-act.${row.act}`) ? t(`audit-act.${row.act}`) : row.act),
          },
          {
            title: t('audit.detail'),
            key: 'detail',
            render: (_, { detail, target }) => (
              <span className="mono quiet audit-detail" title={`${sayAny(detail)} ${target}`.trim()}>
                {sayAny(detail) || target}
              </span>
            ),
          },
        ]}
      />
      {query.hasNextPage && (
        <div className="more">
          <Button onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t('act.more')}
          </Button>
        </div>
      )}
    </div>
  )
}
