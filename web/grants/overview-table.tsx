import { useNavigate } from '@tanstack/react-router'
import { Button, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GrantOverview } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useOfferName } from '../offers/use-offer-name.ts'
import { sayFen } from '../offers/use-say-rule.ts'
import { TermsModal } from './terms-modal.tsx'
import { useChangeTerms } from './use-change-terms.ts'

interface OverviewProps {
  readonly shopId: string
  readonly rows: readonly GrantOverview[]
}

/** One row an offer: how much of it may go out, and what became of what did. */
export function OverviewTable({ shopId, rows }: OverviewProps) {
  const [edited, setEdited] = useState<GrantOverview | null>(null)
  const columns = useColumns(shopId, setEdited)
  return (
    <div className="table-scroll" tabIndex={0} role="group">
      <Table<GrantOverview>
        rowKey={({ offer }) => offer.offerId}
        columns={columns}
        dataSource={[...rows]}
        pagination={false}
      />
      {edited && <TermsModal shopId={shopId} row={edited} onClose={() => setEdited(null)} />}
    </div>
  )
}

const COUNTS = ['claimed', 'used', 'expired', 'pending', 'refused'] as const

function useColumns(shopId: string, onEdit: (row: GrantOverview) => void): TableColumnsType<GrantOverview> {
  const { t, i18n } = useTranslation()
  const nameOf = useOfferName()
  const navigate = useNavigate({ from: '/grants' })
  const show = (offerId: string, state?: string) =>
    navigate({ search: (before) => ({ ...before, offer: offerId, state }) })
  return [
    {
      title: t('grants.offer'),
      key: 'offer',
      render: (_: unknown, { offer }) => (
        <button type="button" className="linkish" onClick={() => show(offer.offerId)}>
          {nameOf(offer, offer.offerId)}
        </button>
      ),
    },
    { title: t('grants.cap'), key: 'cap', render: (_: unknown, { terms }) => terms.cap ?? t('grants.noCap') },
    {
      title: t('grants.left'),
      key: 'left',
      render: (_: unknown, { terms }) =>
        terms.left === 0 ? <span className="chip chip-warn">{t('grants.exhausted')}</span> : (terms.left ?? '—'),
    },
    ...COUNTS.map((count) => ({ title: t(`grants.${count}`), key: count, dataIndex: count })),
    { title: t('grants.spent'), key: 'spent', render: (_: unknown, { spentFen }) => sayFen(spentFen, i18n.language) },
    { title: '', key: 'acts', render: (_: unknown, row) => <Acts shopId={shopId} row={row} onEdit={onEdit} /> },
  ]
}

interface ActsProps {
  readonly shopId: string
  readonly row: GrantOverview
  onEdit(row: GrantOverview): void
}

function Acts({ shopId, row, onEdit }: ActsProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const change = useChangeTerms(shopId, row)
  if (!may('offers:write') || row.offer.isWithdrawn) return null
  const { taken, left } = row.terms
  return (
    <span className="row">
      <Button size="small" onClick={() => onEdit(row)}>
        {t('grants.terms')}
      </Button>
      {left !== 0 && (
        <Button
          size="small"
          danger
          loading={change.isPending}
          onClick={() => change.mutate({ terms: { ...row.set, cap: taken }, said: t('grants.stopped') })}
          data-testid={`stop-${row.offer.offerId}`}
        >
          {t('grants.stop')}
        </Button>
      )}
    </span>
  )
}
