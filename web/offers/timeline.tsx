import { useNavigate, useSearch } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Offer, OfferConflict } from '../api/shapes.ts'
import { sayClock, sayDay, sayShortDay } from '../ui/say.ts'
import { kindOf } from './kinds.ts'
import { roomOf, type Span, spanOf, stateOf } from './offer-state.ts'
import { textAt, textsAt } from './rule-path.ts'
import { useKindName, useOfferName } from './use-offer-name.ts'
import { useSayRule } from './use-say-rule.ts'

interface TimelineProps {
  readonly offers: readonly Offer[]
  readonly conflicts: readonly OfferConflict[]
  readonly at: number
  readonly shown: Span
}

/** Offers by kind in the order of use, each a bar over time; those of a live room stand out from the daily ones. */
export function Timeline({ offers, conflicts, at, shown }: TimelineProps) {
  const { t } = useTranslation()
  const nameOfKind = useKindName()
  const kinds = [...new Set(offers.map(({ rule }) => textAt(rule, 'kind') ?? ''))].toSorted(
    (one, other) => layerOf(one) - layerOf(other) || one.localeCompare(other),
  )
  return (
    <div className="timeline" data-testid="offer-timeline">
      <Scale shown={shown} at={at} />
      {kinds.map((kind) => (
        <Fragment key={kind}>
          <h3 className="timeline-kind">
            {nameOfKind(kind || undefined)}{' '}
            {layerOf(kind) > 0 && layerOf(kind) < LAST && (
              <span className="chip">{t('offers.layer', { layer: layerOf(kind) })}</span>
            )}
          </h3>
          <ul className="timeline-rows">
            {offers
              .filter(({ rule }) => (textAt(rule, 'kind') ?? '') === kind)
              .toSorted((one, other) => spanOf(one).from - spanOf(other).from)
              .map((offer) => (
                <li key={offer.offerId}>
                  <Row offer={offer} conflicts={conflicts} at={at} shown={shown} />
                </li>
              ))}
          </ul>
        </Fragment>
      ))}
    </div>
  )
}

const LAST = 99
/** Withdrawn ones and kinds that we do not know stand last. */
const layerOf = (kind: string): number => kindOf(kind)?.layer ?? LAST

const percent = (at: number, { from, to }: Span): number =>
  Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100))

const TICKS = 4

function Scale({ shown, at }: { readonly shown: Span; readonly at: number }) {
  const { t, i18n } = useTranslation()
  const isShort = shown.to - shown.from <= 2 * 86_400_000
  const marks = Array.from({ length: TICKS }, (_, index) => shown.from + ((shown.to - shown.from) / TICKS) * index)
  const say = isShort ? sayClock : sayShortDay
  return (
    <div className="timeline-scale small quiet" aria-hidden="true">
      {marks.map((mark) => (
        <span key={mark} style={{ insetInlineStart: `${percent(mark, shown)}%` }}>
          {say(new Date(mark).toISOString(), i18n.language)}
        </span>
      ))}
      <b style={{ insetInlineStart: `${percent(at, shown)}%` }} title={t('offers.now')} />
    </div>
  )
}

const LOOKS = { now: 'chip chip-good', soon: 'chip chip-blue', past: 'chip', withdrawn: 'chip' }

function Row({ offer, conflicts, at, shown }: { readonly offer: Offer } & Omit<TimelineProps, 'offers'>) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/offers' })
  const { offer: open } = useSearch({ from: '/offers' })
  const nameOf = useOfferName()
  const say = useSayRule()
  const state = stateOf(offer, at)
  const room = roomOf(offer)
  const span = spanOf(offer)
  const [left, right] = [percent(span.from, shown), percent(span.to, shown)]
  return (
    <button
      type="button"
      className="timeline-row"
      aria-current={open === offer.offerId}
      onClick={() => navigate({ search: (before) => ({ ...before, offer: offer.offerId }) })}
      data-testid={`offer-${offer.offerId}`}
    >
      <span className="timeline-name">
        <strong className="clip">{nameOf(offer, offer.offerId)}</strong>
        <span className="quiet small">{say(offer.rule)}</span>
        <span className="row wrap">
          <span className={LOOKS[state]}>{t(`offers.state-${state}`)}</span>
          <span className={room ? 'chip chip-warn' : 'chip'}>
            {room ? t('offers.ofRoom', { room }) : t('offers.daily')}
          </span>
          <Stacking offer={offer} />
          <Met offerId={offer.offerId} conflicts={conflicts} />
        </span>
      </span>
      <span className="timeline-lane" aria-hidden="true">
        {right > left && (
          <span
            className={`timeline-bar timeline-${state}${room ? ' timeline-live' : ''}`}
            style={{ insetInlineStart: `${left}%`, width: `${Math.max(1, right - left)}%` }}
          />
        )}
        <b style={{ insetInlineStart: `${percent(at, shown)}%` }} />
      </span>
      <Until span={span} />
    </button>
  )
}

/** What it cannot stand beside: groups of which one is used, and kinds that it shuts out. */
function Stacking({ offer: { rule } }: { readonly offer: Offer }) {
  const { t } = useTranslation()
  const nameOfKind = useKindName()
  return (
    <>
      {textsAt(rule, 'exclusive').map((group) => (
        <span key={group} className="chip chip-bad">
          {t('offers.oneOf', { group })}
        </span>
      ))}
      {textsAt(rule, 'notWith').map((kind) => (
        <span key={kind} className="chip chip-bad">
          {t('offers.notWith', { kind: nameOfKind(kind) })}
        </span>
      ))}
    </>
  )
}

/** How often it meets another offer, and whether it ever gives way or nobody can decide. */
function Met({ offerId, conflicts }: { readonly offerId: string; readonly conflicts: readonly OfferConflict[] }) {
  const { t } = useTranslation()
  const met = conflicts.filter(({ ids }) => ids.includes(offerId))
  if (met.length === 0) return null
  const isContradicted = met.some(({ kind }) => kind === 'contradiction')
  const lost = met.filter(({ winner }) => winner !== null && winner !== offerId).length
  return (
    <span className={isContradicted ? 'chip chip-bad' : 'chip chip-blue'}>
      {isContradicted ? t('offers.contradicted') : t('offers.met', { count: met.length, lost })}
    </span>
  )
}

function Until({ span }: { readonly span: Span }) {
  const { t, i18n } = useTranslation()
  const say = (at: number, open: string) =>
    Number.isFinite(at) && at > 0
      ? `${sayDay(new Date(at).toISOString(), i18n.language)} ${sayClock(new Date(at).toISOString(), i18n.language)}`
      : t(open)
  return (
    <span className="quiet small timeline-until">
      {say(span.from, 'offers.always')} – {say(span.to, 'offers.open')}
    </span>
  )
}
