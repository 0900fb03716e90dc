import { Link, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { memo, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../api/shapes.ts'
import { ContentView } from '../ui/content-view.tsx'
import { sayClock, sayDay } from '../ui/say.ts'
import { UnmaskButton } from './unmask-button.tsx'

interface TranscriptProps {
  readonly messages: readonly Message[]
  readonly hasEarlier: boolean
  readonly onEarlier: () => Promise<void>
}

const NEAR_PX = 120

export function Transcript({ messages, hasEarlier, onEarlier }: TranscriptProps) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const last = messages.at(-1)?.seq
  const wasNear = useRef(true)
  // What is new comes into sight, unless somebody is reading further up.
  useLayoutEffect(() => {
    const box = place.current
    if (box && last !== undefined && wasNear.current) box.scrollTop = box.scrollHeight
  }, [last])
  const earlier = async () => {
    const box = place.current
    const height = box?.scrollHeight ?? 0
    await onEarlier()
    // The line that was being read stays where it was.
    requestAnimationFrame(() => box && box.scrollBy(0, box.scrollHeight - height))
  }
  return (
    <div
      className="transcript"
      ref={place}
      role="log"
      aria-label={t('talks.transcript')}
      tabIndex={0}
      onScroll={({ currentTarget: box }) => {
        wasNear.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX
      }}
    >
      {hasEarlier && (
        <div className="more">
          <Button onClick={earlier}>{t('talks.earlier')}</Button>
        </div>
      )}
      {messages.map((message, index) => (
        <Line key={message.seq} message={message} before={messages[index - 1]} />
      ))}
    </div>
  )
}

interface LineProps {
  readonly message: Message
  readonly before: Message | undefined
}

/** A message never changes: a long talk must not be drawn anew for each word that is added. */
const Line = memo(function Line({ message, before }: LineProps) {
  const { i18n } = useTranslation()
  const day = sayDay(message.at, i18n.language)
  const isNewDay = !before || sayDay(before.at, i18n.language) !== day
  const isNewSession = before !== undefined && message.sessionId !== before.sessionId && !isNewDay
  return (
    <>
      {isNewDay && <div className="line-break">{day}</div>}
      {isNewSession && <div className="line-break">{sayClock(message.at, i18n.language)}</div>}
      {message.role === 'system' ? <Notice message={message} /> : <Bubble message={message} />}
    </>
  )
})

const Notice = ({ message }: { readonly message: Message }) => (
  <div className="line-notice">
    <ContentView content={message.content} />
  </div>
)

function Bubble({ message }: { readonly message: Message }) {
  const { t, i18n } = useTranslation()
  const { why } = useSearch({ from: '/conversations' })
  const [whole, setWhole] = useState<Message | null>(null)
  return (
    <div className={`line line-${message.role}${why === message.id ? ' line-asked' : ''}`}>
      <div className="bubble">
        <ContentView content={(whole ?? message).content} />
      </div>
      <div className="line-foot">
        <span>{t(`speaker.${message.role}`)}</span>
        <time dateTime={message.at}>{sayClock(message.at, i18n.language)}</time>
        {!whole && <UnmaskButton message={message} onSeen={setWhole} />}
        {message.role === 'robot' && message.turnId && (
          <Link
            to="/conversations"
            search={(now) => ({ ...now, why: why === message.id ? undefined : message.id })}
            className="line-why"
            aria-pressed={why === message.id}
            role="button"
            data-testid="why"
          >
            {t('why.ask')}
          </Link>
        )}
      </div>
    </div>
  )
}
