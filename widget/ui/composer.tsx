import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { part } from '../part.ts'
import { Icon } from './icons.tsx'
import type { Room } from './room.ts'

const LONGEST = 4000

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
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
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
        />
        <button type="submit" class="send" aria-label={say('send')} disabled={isEmpty} data-testid="send">
          <Icon name="send" />
        </button>
      </form>
      <Privacy room={room} />
    </div>
  )
}

function Privacy({ room }: { readonly room: Room }) {
  const say = room.say.value
  const ask = (button: HTMLElement) =>
    void part<typeof import('../extras/extras.ts')>('extras').then(({ askToForget }) =>
      askToForget(room, button.getRootNode()),
    )
  return (
    <p class="privacy">
      {say('privacy')} ·{' '}
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
