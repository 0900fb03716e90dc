import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { LiveRoom } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { StopSwitch } from '../offers/stop-switch.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { sayInstant } from '../ui/say.ts'
import { When } from '../ui/when.tsx'
import { Audience } from './audience.tsx'
import { CloseRoom } from './close-room.tsx'
import { Promises } from './promises.tsx'
import { Questions } from './questions.tsx'
import { Queue } from './queue.tsx'
import { Report } from './report.tsx'
import { RoomRights } from './room-rights.tsx'
import { SyncLine } from './sync-line.tsx'
import { TermsCard } from './terms-card.tsx'
import { ToldList } from './told-list.tsx'
import { useRoom } from './use-room.ts'
import { useSync } from './use-sync.ts'

interface PanelProps {
  readonly shopId: string
  readonly roomId: string
}

/** What a show's control person needs at hand: the goods and their terms, what holds and why, and the stop. */
export function Panel({ shopId, roomId }: PanelProps) {
  const { room } = useRoom(shopId, roomId)
  if (!room.data)
    return (
      <Page title={roomId}>
        <Loaded query={room}>{() => null}</Loaded>
      </Page>
    )
  return <Show shopId={shopId} room={room.data} />
}

function Show({ shopId, room }: { readonly shopId: string; readonly room: LiveRoom }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { version, inEffect } = useRoom(shopId, room.roomId)
  const sync = useSync()
  const isLive = room.state === 'live'
  const acts = (
    <>
      <Link to="/live" search={{ room: undefined }}>
        {t('live.all')}
      </Link>
      {isLive && may('offers:write') && <CloseRoom shopId={shopId} roomId={room.roomId} />}
    </>
  )
  return (
    <Page title={room.title} hint={<Head shopId={shopId} room={room} />} acts={acts} isWide>
      <StopSwitch shopId={shopId} />
      {isLive ? (
        <div className="live-columns">
          <div className="live-column">
            <section className="card" aria-label={t('live.order')}>
              <Queue shopId={shopId} room={room} offers={inEffect.data?.items ?? []} sync={sync} />
            </section>
            <Questions shopId={shopId} roomId={room.roomId} />
          </div>
          <section className="card" aria-label={t('live.terms')}>
            <SyncLine last={sync.last} version={version} />
            <ToldList shopId={shopId} />
            <TermsCard shopId={shopId} roomId={room.roomId} query={inEffect} />
            <Promises shopId={shopId} room={room} sync={sync} />
            <RoomRights shopId={shopId} room={room} sync={sync} />
          </section>
        </div>
      ) : (
        <div className="live-column">
          <section className="card" aria-label={t('live.told')}>
            <ToldList shopId={shopId} />
          </section>
          <Report shopId={shopId} room={room} />
        </div>
      )}
    </Page>
  )
}

function Head({ shopId, room }: { readonly shopId: string; readonly room: LiveRoom }) {
  const { t, i18n } = useTranslation()
  return (
    <span className="row wrap">
      <span className={room.state === 'live' ? 'chip chip-bad' : 'chip'} data-testid="room-state">
        {t(`live.state-${room.state}`)}
      </span>
      <span>{room.host}</span>
      <span className="mono">{room.entrance}</span>
      <span>
        {room.closedAt ? (
          `${sayInstant(room.openedAt, i18n.language)} – ${sayInstant(room.closedAt, i18n.language)}`
        ) : (
          <When at={room.openedAt} />
        )}
      </span>
      {room.state === 'live' && <Audience shopId={shopId} roomId={room.roomId} />}
    </span>
  )
}
