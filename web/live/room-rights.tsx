import { Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LiveRoom } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useChangeRoom } from './use-change-room.ts'
import type { useSync } from './use-sync.ts'

interface RightsProps {
  readonly shopId: string
  readonly room: LiveRoom
  readonly sync: ReturnType<typeof useSync>
}

const RIGHTS = ['shopMayChange', 'mayChangeShop'] as const

/** Who may change whose offers while the show is on, both ways. */
export function RoomRights({ shopId, room, sync }: RightsProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const change = useChangeRoom(shopId, room.roomId, sync)
  return (
    <section className="promises-part">
      <h2 className="section-title">{t('live.rights')}</h2>
      <ul className="terms">
        {RIGHTS.map((right) => (
          <li key={right} className="row between">
            <span>{t(`live.right-${right}`)}</span>
            <Switch
              size="small"
              checked={room[right]}
              disabled={!may('offers:write')}
              aria-label={t(`live.right-${right}`)}
              onChange={(isOn) => change.mutate({ [right]: isOn })}
              data-testid={`right-${right}`}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
