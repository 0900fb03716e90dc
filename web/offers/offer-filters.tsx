import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Offer } from '../api/shapes.ts'
import { KIND_NAMES } from './kinds.ts'
import { roomOf, stateOf } from './offer-state.ts'
import { useKindName } from './use-offer-name.ts'

const DAY_MS = 86_400_000
/** How far ahead is shown; a third of it back. */
export const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const
const DAILY = 'daily'

/** Which offers the address asks for: by state and by entrance. Withdrawn ones only when asked for. */
export function useShown(): (offer: Offer, at: number) => boolean {
  const { state, room } = useSearch({ from: '/offers' })
  return (offer, at) => {
    const now = stateOf(offer, at)
    if (state === undefined ? now === 'withdrawn' : now !== state) return false
    const of = roomOf(offer)
    if (room === undefined) return true
    return room === DAILY ? of === null : of === room
  }
}

const STATES = ['', 'now', 'soon', 'past', 'withdrawn'] as const

export function OfferFilters({ offers }: { readonly offers: readonly Offer[] }) {
  const { t } = useTranslation()
  const nameOfKind = useKindName()
  const { state, room, kind, span } = useSearch({ from: '/offers' })
  const navigate = useNavigate({ from: '/offers' })
  const put = (key: 'state' | 'room' | 'kind' | 'span', value: string) =>
    navigate({ search: (before) => ({ ...before, [key]: value || undefined }) })
  const rooms = [...new Set([...offers.flatMap((one) => roomOf(one) ?? []), ...(room && room !== DAILY ? [room] : [])])]
  return (
    <div className="bar">
      <Segmented
        aria-label={t('offers.state')}
        value={state ?? ''}
        options={STATES.map((value) => ({ value, label: t(`offers.state-${value || 'any'}`) }))}
        onChange={(value) => put('state', value)}
      />
      <Segmented
        aria-label={t('offers.span')}
        value={span ?? 'week'}
        options={Object.keys(SPANS).map((value) => ({ value, label: t(`offers.span-${value}`) }))}
        onChange={(value) => put('span', value === 'week' ? '' : value)}
      />
      <Select
        aria-label={t('offers.entrance')}
        className="offer-filter"
        value={room ?? ''}
        options={[
          { value: '', label: t('offers.everywhere') },
          { value: DAILY, label: t('offers.daily') },
          ...rooms.map((value) => ({ value, label: t('offers.ofRoom', { room: value }) })),
        ]}
        onChange={(value) => put('room', value)}
      />
      <Select
        aria-label={t('offers.kind')}
        className="offer-filter"
        value={kind ?? ''}
        options={[
          { value: '', label: t('offers.allKinds') },
          ...KIND_NAMES.map((value) => ({ value, label: nameOfKind(value) })),
        ]}
        onChange={(value) => put('kind', value)}
      />
    </div>
  )
}
