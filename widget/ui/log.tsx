import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Message, Unsent } from '../talk/shapes.ts'
import { Content, isCard } from './content.tsx'
import { Icon } from './icons.tsx'
import type { Room } from './room.ts'
import { Starters } from './starters.tsx'
import { clockTime, dayOf } from './words.ts'

const NEAR_PX = 80
/** Messages of one side within so long stand together. */
const TOGETHER_MS = 3 * 60_000

export function Log({ room }: { readonly room: Room }) {
  const { log } = room.talk
  const say = room.say.value
  const [messages, waiting, isTyping] = [log.messages.value, room.talk.waiting.value, log.isTyping.value]
  const end = useEnd(waiting.length, `${messages.at(-1)?.seq} ${isTyping}`)
  const isFresh = messages.length === 0
  return (
    <div class="log-frame">
      <div
        ref={end.box}
        class="log"
        role="log"
        aria-live="polite"
        aria-label={say('log')}
        tabIndex={0}
        onScroll={end.onScroll}
        data-testid="log"
      >
        <div class="lines">
          {log.hasEarlier.value && <Earlier room={room} box={end.box} />}
          {isFresh && <Greeting room={room} />}
          {messages.map((message, index) => (
            <Line key={message.seq} message={message} before={messages[index - 1]} room={room} />
          ))}
          {waiting.map((one) => (
            <Waiting key={one.messageId} one={one} room={room} />
          ))}
          {isFresh && waiting.length === 0 && <Starters room={room} />}
          {isTyping && <Typing label={say('typing')} />}
        </div>
      </div>
      {end.hasNews && (
        <button type="button" class="news" onClick={end.go}>
          {say('newBelow')}
          <Icon name="down" />
        </button>
      )}
    </div>
  )
}

/** Stays at the end of the log while the reader is there; where he reads further up, he is told of news. */
function useEnd(waiting: number, newest: string) {
  const box = useRef<HTMLDivElement>(null)
  const isNear = useRef(true)
  const [hasNews, setHasNews] = useState(false)
  const go = () => box.current?.scrollTo({ top: box.current.scrollHeight })
  useLayoutEffect(() => {
    if (isNear.current || waiting > 0) go()
    else setHasNews(true)
  }, [waiting, newest])
  // Pictures and fonts make the log longer after it was scrolled, the keyboard of a telephone makes its window shorter.
  useEffect(() => {
    const inside = box.current?.firstElementChild
    if (!inside || !box.current) return
    const watch = new ResizeObserver(() => isNear.current && go())
    watch.observe(inside)
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  const onScroll = () => {
    const at = box.current
    if (!at) return
    isNear.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_PX
    if (isNear.current) setHasNews(false)
  }
  return { box, go, onScroll, hasNews }
}

interface EarlierProps {
  readonly room: Room
  readonly box: { readonly current: HTMLDivElement | null }
}

function Earlier({ room, box }: EarlierProps) {
  const show = async () => {
    const height = box.current?.scrollHeight ?? 0
    await room.talk.showEarlier()
    requestAnimationFrame(() => box.current?.scrollBy({ top: box.current.scrollHeight - height }))
  }
  return (
    <button type="button" class="earlier" onClick={() => void show()}>
      {room.say.value('earlier')}
    </button>
  )
}

/** Said by the window, not stored: whoever has not written has no talk yet. */
function Greeting({ room }: { readonly room: Room }) {
  const greeting = room.talk.shop.value?.greeting
  return greeting ? <Bubble side="theirs">{greeting}</Bubble> : null
}

interface LineProps {
  readonly message: Message
  readonly before: Message | undefined
  readonly room: Room
}

const isSameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString()

const DAY_MS = 24 * 3_600_000

function dayName({ talk, say, locale }: Room, at: number): string {
  if (isSameDay(at, talk.now())) return say.value('today')
  return isSameDay(at + DAY_MS, talk.now()) ? say.value('yesterday') : dayOf(locale.value, at)
}

function Line({ message, before, room }: LineProps) {
  const { role, content, at, seq } = message
  const locale = room.locale.value
  const isNewDay = !before || !isSameDay(before.at, at)
  const isTogether = !isNewDay && before?.role === role && at - before.at < TOGETHER_MS
  const shown = <Content content={content} room={room} messageKey={String(seq)} />
  return (
    <>
      {isNewDay && (
        <p class="day">
          <time>{dayName(room, at)}</time>
        </p>
      )}
      {content.kind === 'system' ? (
        <p class="notice">{shown}</p>
      ) : (
        <Bubble side={role === 'buyer' ? 'mine' : 'theirs'} who={role} isCard={isCard(content)} isTogether={isTogether}>
          {shown}
          <time class="at">{clockTime(locale, at)}</time>
        </Bubble>
      )}
    </>
  )
}

function Waiting({ one, room }: { readonly one: Unsent; readonly room: Room }) {
  const say = room.say.value
  return (
    <Bubble side="mine" isCard={isCard(one.content)} state={one.hasFailed ? 'failed' : 'sending'}>
      <Content content={one.content} room={room} messageKey={one.messageId} />
      {one.hasFailed ? (
        <button type="button" class="again" onClick={() => room.talk.retry(one.messageId)}>
          {say('failed')} · {say('retry')}
        </button>
      ) : (
        <span class="at">{say('sending')}</span>
      )}
    </Bubble>
  )
}

interface BubbleProps {
  readonly side: 'mine' | 'theirs'
  readonly who?: string
  readonly isCard?: boolean
  readonly isTogether?: boolean
  readonly state?: string
  readonly children: ComponentChildren
}

const Bubble = ({ side, who = '', isCard: isWide = false, isTogether = false, state = '', children }: BubbleProps) => (
  <div class={`line ${side} ${isTogether ? 'together' : ''} ${state}`} data-role={who || undefined}>
    <div class={isWide ? 'bare' : 'bubble'}>{children}</div>
  </div>
)

const Typing = ({ label }: { readonly label: string }) => (
  <div class="line theirs" role="status" aria-label={label} data-testid="typing">
    <div class="bubble dots">
      <i />
      <i />
      <i />
    </div>
  </div>
)
