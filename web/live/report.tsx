import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { roomChanges } from '../api/live.ts'
import type { LiveRoom, Offer } from '../api/shapes.ts'
import { useActorName } from '../offers/use-actor-name.ts'
import { useSayRule } from '../offers/use-say-rule.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { sayInstant } from '../ui/say.ts'
import { Reconciliation } from './reconciliation.tsx'
import { useAbout } from './use-about.ts'

/** After the show: between which versions it stood, every change of its terms, and what the host promised. */
export function Report({ shopId, room }: { readonly shopId: string; readonly room: LiveRoom }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['room-changes', shopId, room.roomId],
    queryFn: () => roomChanges(shopId, room.roomId),
  })
  return (
    <section className="card" data-testid="room-report">
      <h2>{t('live.report')}</h2>
      <dl className="facts">
        <dt>{t('live.versions')}</dt>
        <dd>{t('live.versionsText', { from: room.openedLedger, to: room.closedLedger ?? room.openedLedger })}</dd>
        <dt>{t('live.order')}</dt>
        <dd>{t('live.goods', { count: room.runningOrder.length })}</dd>
        <dt>{t('live.promises')}</dt>
        <dd>{room.promises.length === 0 ? t('live.promisesNone') : room.promises.join(' / ')}</dd>
      </dl>
      <h3 className="section-title">{t('live.reconciliation')}</h3>
      <Reconciliation
        shopId={shopId}
        roomId={room.roomId}
        ruleOf={(id) =>
          query.data?.items.findLast(({ offerId, rule }) => offerId === id && rule !== null)?.rule ?? null
        }
      />
      <h3 className="section-title">{t('live.changes')}</h3>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="history" title={t('live.changesNone')} />
          ) : (
            <ol className="stack history">
              {items.map((row) => (
                <Change
                  key={`${row.offerId} ${row.version}`}
                  shopId={shopId}
                  row={row}
                  isEnd={row.version === room.closedLedger}
                />
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  )
}

interface ChangeProps {
  readonly shopId: string
  readonly row: Offer
  readonly isEnd: boolean
}

function Change({ shopId, row, isEnd }: ChangeProps) {
  const { t, i18n } = useTranslation()
  const about = useAbout(shopId)
  const nameOfActor = useActorName()
  const say = useSayRule()
  return (
    <li className="conflict">
      <span className="row between wrap">
        <Link to="/offers" search={{ offer: row.offerId }}>
          {about(row.rule, row.offerId)}
        </Link>
        <span className="chip">{t('offers.rowVersion', { version: row.version })}</span>
      </span>
      <span>{row.rule ? say(row.rule) : t('offers.withdrawn')}</span>
      <span className="quiet small">
        {sayInstant(row.recordedAt, i18n.language)} · {nameOfActor(row.changedBy)}
        {isEnd ? ` · ${t('live.byEnd')}` : row.reason && ` · ${row.reason}`}
      </span>
    </li>
  )
}
