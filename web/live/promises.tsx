import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LiveRoom } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { Icon } from '../ui/icon.tsx'
import { useChangeRoom } from './use-change-room.ts'
import type { useSync } from './use-sync.ts'

interface PromisesProps {
  readonly shopId: string
  readonly room: LiveRoom
  readonly sync: ReturnType<typeof useSync>
}

/** What the host said aloud and the shop keeps. */
export function Promises({ shopId, room, sync }: PromisesProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [text, setText] = useState('')
  const change = useChangeRoom(shopId, room.roomId, sync)
  const add = () => {
    if (text.trim() === '') return
    change.mutate({ promises: [...room.promises, text.trim()] }, { onSuccess: () => setText('') })
  }
  return (
    <section className="promises-part">
      <h2 className="section-title">{t('live.promises')}</h2>
      {room.promises.length === 0 && <p className="quiet small">{t('live.promisesNone')}</p>}
      <ul className="promises">
        {room.promises.map((said, at) => (
          <li key={said} className="row between">
            <span>{said}</span>
            {may('offers:write') && (
              <Button
                type="text"
                size="small"
                icon={<Icon name="trash" size={16} />}
                aria-label={t('live.promiseRemove', { promise: said })}
                onClick={() => change.mutate({ promises: room.promises.filter((_, place) => place !== at) })}
              />
            )}
          </li>
        ))}
      </ul>
      {may('offers:write') && (
        <span className="row">
          <Input
            aria-label={t('live.promiseNew')}
            placeholder={t('live.promiseNew')}
            maxLength={500}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onPressEnter={add}
          />
          <Button onClick={add} loading={change.isPending}>
            {t('act.add')}
          </Button>
        </span>
      )}
    </section>
  )
}
