import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Listed, Offer } from '../api/shapes.ts'
import { ConflictList } from '../offers/conflicts.tsx'
import { entranceOfRoom } from '../offers/offer-state.ts'
import { textAt } from '../offers/rule-path.ts'
import { useConflicts } from '../offers/use-conflicts.ts'
import { useKindName } from '../offers/use-offer-name.ts'
import { useSayRule } from '../offers/use-say-rule.ts'
import { Loaded } from '../ui/loaded.tsx'
import { isOfRoom } from './room-offers.ts'
import { useAbout } from './use-about.ts'

interface TermsProps {
  readonly shopId: string
  readonly roomId: string
  readonly query: UseQueryResult<Listed<Offer>>
}

/** What the robot says in this room: its own offers and the daily ones that hold beside them, and who wins where they meet. */
export function TermsCard({ shopId, roomId, query }: TermsProps) {
  const { t } = useTranslation()
  return (
    <section data-testid="terms-card">
      <h2 className="section-title">{t('live.terms')}</h2>
      <Loaded query={query}>
        {({ items }) => {
          const shown = items.filter(({ rule }) => textAt(rule, 'kind') !== 'sku-price')
          const [ofRoom, daily] = [
            shown.filter((one) => isOfRoom(one, roomId)),
            shown.filter((one) => !isOfRoom(one, roomId)),
          ]
          return (
            <>
              <Terms shopId={shopId} title={t('live.ofRoom')} offers={ofRoom} none={t('live.ofRoomNone')} />
              <Terms shopId={shopId} title={t('live.ofShop')} offers={daily} none={t('live.ofShopNone')} />
              <RoomConflicts shopId={shopId} roomId={roomId} offers={items} />
              <p className="terms-more">
                <Link to="/quote" search={{ room: roomId }}>
                  {t('live.reckon')}
                </Link>
              </p>
            </>
          )
        }}
      </Loaded>
    </section>
  )
}

interface ListProps {
  readonly shopId: string
  readonly title: string
  readonly offers: readonly Offer[]
  readonly none: string
}

function Terms({ shopId, title, offers, none }: ListProps) {
  const about = useAbout(shopId)
  const nameOfKind = useKindName()
  const say = useSayRule()
  return (
    <>
      <h3 className="small">{title}</h3>
      {offers.length === 0 && <p className="quiet small">{none}</p>}
      <ul className="terms">
        {offers.map((offer) => (
          <li key={offer.offerId}>
            <Link to="/offers" search={{ offer: offer.offerId }}>
              {about(offer.rule, nameOfKind(textAt(offer.rule, 'kind')))}
            </Link>{' '}
            <strong>{say(offer.rule)}</strong>{' '}
            <span className="quiet small">{nameOfKind(textAt(offer.rule, 'kind'))}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

const MOST = 3

/** Where the room and the shop meet on one article: the winner and why. */
function RoomConflicts({ shopId, roomId, offers }: Omit<TermsProps, 'query'> & { readonly offers: readonly Offer[] }) {
  const { t } = useTranslation()
  const query = useConflicts(shopId)
  const mine = new Set(
    offers.filter(({ rule }) => textAt(rule, 'entrance') === entranceOfRoom(roomId)).map(({ offerId }) => offerId),
  )
  const met = (query.data?.items ?? []).filter(({ ids }) => ids.some((id) => mine.has(id)))
  return (
    <>
      <h3 className="small">{t('live.meet')}</h3>
      {met.length === 0 ? (
        <p className="quiet small">{t('live.meetNone')}</p>
      ) : (
        <ConflictList conflicts={met.slice(0, MOST)} offers={offers} />
      )}
      {met.length > MOST && (
        <p className="terms-more">
          <Link to="/offers" search={{ tab: 'conflicts' }}>
            {t('live.meetAll', { count: met.length })}
          </Link>
        </p>
      )}
    </>
  )
}
