import { useQuery } from '@tanstack/react-query'
import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { type ReportLine, readReport } from '../api/live.ts'
import type { Rule } from '../api/offers.ts'
import { useKindName } from '../offers/use-offer-name.ts'
import { useSayRule } from '../offers/use-say-rule.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useAbout } from './use-about.ts'

interface ReconciliationProps {
  readonly shopId: string
  readonly roomId: string
  /** The last terms of an offer during the show. */
  readonly ruleOf: (offerId: string) => Rule | null
}

/** An offer a line: what the show said of it against what buyers were told, took and bought. */
export function Reconciliation({ shopId, roomId, ruleOf }: ReconciliationProps) {
  const { t } = useTranslation()
  const columns = useColumns(shopId, ruleOf)
  const query = useQuery({ queryKey: ['room-report', shopId, roomId], queryFn: () => readReport(shopId, roomId) })
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="check" title={t('live.report-none')} />
        ) : (
          <div className="table-scroll report-table" tabIndex={0} role="group" aria-label={t('live.report')}>
            <Table<ReportLine>
              rowKey="offerId"
              columns={columns}
              dataSource={[...items]}
              pagination={false}
              onRow={({ offerId }) => ({ id: `report-${offerId}` })}
            />
          </div>
        )
      }
    </Loaded>
  )
}

const COUNTS = ['told', 'corrected', 'uncorrected', 'claimed', 'used', 'sold'] as const

function useColumns(shopId: string, ruleOf: ReconciliationProps['ruleOf']): TableColumnsType<ReportLine> {
  const { t } = useTranslation()
  const about = useAbout(shopId)
  const nameOfKind = useKindName()
  const say = useSayRule()
  return [
    {
      title: t('live.report-offer'),
      key: 'offer',
      width: 240,
      render: (_: unknown, { offerId, kind }) => (
        <>
          {about(ruleOf(offerId), offerId)} <strong>{say(ruleOf(offerId))}</strong>{' '}
          <span className="quiet small">{nameOfKind(kind)}</span>
        </>
      ),
    },
    { title: t('live.stock'), key: 'stock', render: (_: unknown, { stock }) => stock ?? '—' },
    ...COUNTS.map((count) => ({
      title: t(`live.report-${count}`),
      key: count,
      render: (_: unknown, line: ReportLine) => <span data-testid={count}>{line[count] ?? '—'}</span>,
    })),
    {
      title: t('live.report-differences'),
      key: 'differences',
      render: (_: unknown, { differences }) =>
        differences.length === 0 ? (
          <span className="chip chip-good">{t('live.report-agrees')}</span>
        ) : (
          <span className="row wrap">
            {differences.map((one) => (
              <span key={one} className="chip chip-bad">
                {t(`live-difference.${one}`)}
              </span>
            ))}
          </span>
        ),
    },
  ]
}
