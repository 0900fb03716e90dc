import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Offer, OfferConflict } from '../api/shapes.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { sayInstant } from '../ui/say.ts'
import { useConflicts } from './use-conflicts.ts'
import { useOfferName } from './use-offer-name.ts'
import { sayFen } from './use-say-rule.ts'

interface ConflictsProps {
  readonly shopId: string
  readonly offers: readonly Offer[]
}

const A_PAGE = 30

/** What contradicts or overlaps from now on, and who wins. */
export function Conflicts({ shopId, offers }: ConflictsProps) {
  const { t } = useTranslation()
  const [most, setMost] = useState(A_PAGE)
  const query = useConflicts(shopId)
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="check" title={t('offers.noConflict')} text={t('offers.noConflictText')} />
        ) : (
          <>
            <ConflictList conflicts={items.slice(0, most)} offers={offers} />
            {items.length > most && (
              <div className="more">
                <Button onClick={() => setMost(most + A_PAGE)}>{t('act.more')}</Button>
              </div>
            )}
          </>
        )
      }
    </Loaded>
  )
}

interface ListProps {
  readonly conflicts: readonly OfferConflict[]
  readonly offers: readonly Offer[]
}

export function ConflictList({ conflicts, offers }: ListProps) {
  return (
    <ul className="conflicts" data-testid="offer-conflicts">
      {conflicts.map((conflict) => (
        <li key={`${conflict.ids.join(' ')} ${conflict.reason}`}>
          <Conflict conflict={conflict} offers={offers} />
        </li>
      ))}
    </ul>
  )
}

const LOOKS = { contradiction: 'chip chip-bad', 'room-daily': 'chip chip-warn', overlap: 'chip chip-blue' }

function Conflict({ conflict, offers }: { readonly conflict: OfferConflict; readonly offers: readonly Offer[] }) {
  const { t, i18n } = useTranslation()
  const { kind, ids, reason, winner, comparedAtFen, from, to, skuCount } = conflict
  const nameOf = useOfferName()
  const name = (id: string) =>
    nameOf(
      offers.find(({ offerId }) => offerId === id),
      id,
    )
  return (
    <div className="conflict">
      <div className="row wrap">
        <span className={LOOKS[kind]}>{t(`conflict-kind.${kind}`)}</span>
        {skuCount > 0 && <span className="chip">{t('offers.onSkus', { count: skuCount })}</span>}
        <span className="quiet small">
          {from ? sayInstant(from, i18n.language) : t('offers.always')} –{' '}
          {to ? sayInstant(to, i18n.language) : t('offers.open')}
        </span>
      </div>
      <div className="row wrap">
        {ids.map((id) => (
          <OpenOffer key={id} id={id} name={name(id)} isWinner={id === winner} />
        ))}
      </div>
      <p>
        {winner ? t('offers.winner', { name: name(winner) }) : t('offers.noWinner')} {t(`conflict-reason.${reason}`)}
        {Boolean(comparedAtFen) && ` ${t('offers.comparedAt', { amount: sayFen(comparedAtFen, i18n.language) })}`}
      </p>
    </div>
  )
}

interface OpenProps {
  readonly id: string
  readonly name: string
  readonly isWinner: boolean
}

function OpenOffer({ id, name, isWinner }: OpenProps) {
  const navigate = useNavigate()
  return (
    <button
      type="button"
      className="linkish"
      onClick={() => navigate({ to: '/offers', search: (before) => ({ ...before, offer: id }) })}
    >
      {isWinner && '★ '}
      {name}
    </button>
  )
}
