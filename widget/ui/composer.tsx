import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { withExtras } from '../with-extras.ts'
import { Outward } from './content-texts.tsx'
import { Icon } from './icons.tsx'
import type { Room } from './room.ts'

const LONGEST = 4000
const FILES = 'image/jpeg,image/png,image/webp,image/gif,video/mp4,video/quicktime'

export function Composer({ room }: { readonly room: Room }) {
  const say = room.say.value
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const isEmpty = text.trim() === ''
  useLayoutEffect(() => {
    const at = field.current
    if (!at) return
    at.style.height = 'auto'
    at.style.height = `${at.scrollHeight}px`
  }, [text])
  const send = () => {
    if (isEmpty) return
    room.send({ kind: 'text', text: text.trim() })
    setText('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word. Safari says so by the old code only.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  }
  return (
    <div class="composer">
      <AboutChip room={room} />
      <Tray room={room} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Attach room={room} />
        <textarea
          ref={field}
          rows={1}
          maxLength={LONGEST}
          value={text}
          dir="auto"
          placeholder={say('placeholder')}
          aria-label={say('placeholder')}
          data-testid="composer"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => room.give(event.clipboardData?.files) && event.preventDefault()}
        />
        <button type="submit" class="send" aria-label={say('send')} disabled={isEmpty} data-testid="send">
          <Icon name="send" />
        </button>
      </form>
      <Privacy room={room} />
    </div>
  )
}

/** Redrawn in its place: whatever has the focus in it keeps it. */
const Tray = ({ room: { tray } }: { readonly room: Room }) => (
  <div
    ref={(place) => {
      if (!place?.contains(tray)) place?.append(tray)
    }}
  />
)

function Attach({ room }: { readonly room: Room }) {
  const files = useRef<HTMLInputElement>(null)
  const onChange = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
    room.give(currentTarget.files)
    // The same picture may be chosen again.
    currentTarget.value = ''
  }
  return (
    <>
      <input ref={files} type="file" multiple hidden accept={FILES} onChange={onChange} data-testid="files" />
      <button
        type="button"
        class="icon"
        aria-label={room.say.value('attach')}
        onClick={() => files.current?.click()}
        data-testid="attach"
      >
        <Icon name="picture" />
      </button>
    </>
  )
}

function Privacy({ room }: { readonly room: Room }) {
  const say = room.say.value
  const ask = (button: HTMLElement) => withExtras(({ askToForget }) => askToForget(room, button.getRootNode()))
  return (
    <p class="privacy">
      {say('privacy')} ·{' '}
      {room.privacy && (
        <>
          <Outward href={room.privacy}>{say('privacyPage')}</Outward> ·{' '}
        </>
      )}
      <button type="button" class="plain" onClick={(event) => ask(event.currentTarget)} data-testid="forget-me">
        {say('forget')}
      </button>
    </p>
  )
}

function AboutChip({ room }: { readonly room: Room }) {
  const about = room.about.value
  if (!about) return null
  return (
    <div class="about" data-testid="about">
      {about.picture && <img src={about.picture} alt="" referrerpolicy="no-referrer" />}
      <span class="grow one" dir="auto">
        <span class="faint">{room.say.value('viewing')} </span>
        {about.title}
      </span>
      <button
        type="button"
        class="icon small"
        aria-label={room.say.value('notAbout')}
        onClick={() => {
          room.about.value = null
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
