import { useEffect, useRef } from 'preact/hooks'
import { Composer } from './composer.tsx'
import { Heading } from './heading.tsx'
import { Icon } from './icons.tsx'
import { Log } from './log.tsx'
import type { Room } from './room.ts'
import { withExtras } from '../with-extras.ts'

/** The chat window. Open it takes the focus into the composer; Escape closes it. */
export function Panel({ room }: { readonly room: Room }) {
  const { talk } = room
  const say = room.say.value
  const isOpen = room.isOpen.value
  const last = talk.log.messages.value.at(-1)?.seq
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isOpen && room.close) panel.current?.querySelector('textarea')?.focus()
  }, [isOpen])
  useEffect(() => {
    const see = () => {
      if (room.isOpen.value && document.visibilityState === 'visible') talk.see()
    }
    see()
    document.addEventListener('visibilitychange', see)
    return () => document.removeEventListener('visibilitychange', see)
  }, [isOpen, last])
  if (!isOpen) return null
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    if (room.picture.value) room.picture.value = null
    else room.close?.()
  }
  return (
    <div
      ref={panel}
      class={room.isPage ? 'panel page' : 'panel'}
      role={room.isPage ? 'main' : 'dialog'}
      aria-label={say('dialog', { shop: talk.shop.value?.name ?? '' })}
      lang={room.locale.value === 'zh' ? 'zh-CN' : 'en'}
      onKeyDown={onKeyDown}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => room.give(event.dataTransfer?.files) && event.preventDefault()}
      data-testid="panel"
    >
      <Heading room={room} />
      <State room={room} />
      <Contact room={room} />
      <Log room={room} />
      <Composer room={room} />
      <Lightbox room={room} />
    </div>
  )
}

function State({ room }: { readonly room: Room }) {
  const { talk } = room
  if (talk.isUp.value) return null
  const isKnown = talk.shop.value !== null
  return (
    <p class="state" role="status" data-testid="state">
      {room.say.value(isKnown && !navigator.onLine ? 'offline' : 'connecting')}
    </p>
  )
}

/** While nobody has taken the talk, whoever cannot wait says how he may be reached. */
function Contact({ room }: { readonly room: Room }) {
  if (room.talk.standing.owner.value !== 'waiting') return null
  return (
    <p class="state">
      <button
        type="button"
        class="plain"
        onClick={({ currentTarget }) =>
          withExtras(({ askForContact }) => askForContact(room, currentTarget.getRootNode()))
        }
        data-testid="leave-contact"
      >
        {room.say.value('contact')}
      </button>
    </p>
  )
}

function Lightbox({ room }: { readonly room: Room }) {
  const url = room.picture.value
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [url])
  if (!url) return null
  const close = () => {
    room.picture.value = null
  }
  return (
    <div class="lightbox" role="dialog" aria-modal="true" aria-label={room.say.value('image')} onClick={close}>
      <img src={url} alt={room.say.value('image')} referrerpolicy="no-referrer" />
      <button ref={button} type="button" class="icon" aria-label={room.say.value('close')} onClick={close}>
        <Icon name="close" />
      </button>
    </div>
  )
}
