import { Button, Input } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tried } from '../api/trial.ts'
import { ContentView } from '../ui/content-view.tsx'
import { Icon } from '../ui/icon.tsx'
import { sayClock } from '../ui/say.ts'
import { useScenarioTitle } from '../knowledge/use-scenarios.ts'
import type { Trial, TrialLine } from './use-trial.ts'
import './lab.css'

interface TestChatProps {
  readonly trial: Trial
  /** What to ask first. */
  readonly ideas: readonly string[]
  readonly chosen?: Tried | null
  readonly onChoose?: (tried: Tried) => void
}

/** Talk with the robot as a buyer would. */
export function TestChat({ trial, ideas, chosen, onChoose }: TestChatProps) {
  const { t } = useTranslation()
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const box = end.current
    if (box && trial.lines.length > 0) box.scrollTop = box.scrollHeight
  }, [trial.lines.length])
  return (
    <div className="test-chat">
      <div className="test-lines" ref={end} role="log" aria-label={t('lab.talk')} tabIndex={0}>
        {trial.lines.length === 0 && <Ideas ideas={ideas} trial={trial} />}
        {trial.lines.map((line) => (
          <Line
            key={line.key}
            line={line}
            trial={trial}
            isChosen={line.tried !== null && line.tried === chosen}
            onChoose={onChoose}
          />
        ))}
        {trial.last?.handling === 'waiting' && !trial.isBusy && (
          <div className="line-notice">
            {t('lab.handedOff')}{' '}
            <button type="button" className="linkish" onClick={trial.giveBack}>
              {t('lab.giveBack')}
            </button>
          </div>
        )}
      </div>
      <Asker trial={trial} />
    </div>
  )
}

function Ideas({ ideas, trial }: { readonly ideas: readonly string[]; readonly trial: Trial }) {
  const { t } = useTranslation()
  return (
    <div className="test-ideas">
      <span className="quiet">{t('lab.begin')}</span>
      <div className="row wrap">
        {ideas.map((text) => (
          <Button key={text} size="small" onClick={() => trial.say({ kind: 'text', text })}>
            {text}
          </Button>
        ))}
      </div>
    </div>
  )
}

interface LineProps {
  readonly line: TrialLine
  readonly trial: Trial
  readonly isChosen: boolean
  readonly onChoose: TestChatProps['onChoose']
}

function Line({ line, trial, isChosen, onChoose }: LineProps) {
  const { t, i18n } = useTranslation()
  const { tried } = line
  return (
    <div className={`line line-${line.who}${isChosen ? ' line-asked' : ''}`}>
      <div className="bubble">
        <ContentView content={line.content} onChoose={(item) => trial.say({ kind: 'choice', ...item })} />
      </div>
      <div className="line-foot">
        <time dateTime={line.at}>{sayClock(line.at, i18n.language)}</time>
        {tried && <Source tried={tried} />}
        {tried && onChoose && (
          <button type="button" className="linkish" onClick={() => onChoose(tried)} aria-pressed={isChosen}>
            {t('why.ask')}
          </button>
        )}
      </div>
    </div>
  )
}

/** In a word, where the answer came from. */
function Source({ tried }: { readonly tried: Tried }) {
  const { t } = useTranslation()
  const titleOf = useScenarioTitle()
  const act = tried.why?.decided.acts[0]
  if (!act) return null
  return (
    <span className={act.kind === 'fallback' ? 'source source-missed' : 'source'} data-testid="source">
      {act.entryId ? titleOf(act.entryId) : t(`act-kind.${act.kind}`)}
    </span>
  )
}

function Asker({ trial }: { readonly trial: Trial }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const say = () => {
    if (typed.trim() === '' || trial.isBusy) return
    trial.say({ kind: 'text', text: typed.trim() })
    setTyped('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) say()
  }
  return (
    <div className="test-asker">
      <Input
        value={typed}
        maxLength={4000}
        placeholder={t('lab.say')}
        aria-label={t('lab.say')}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={onKeyDown}
        data-testid="trial-say"
      />
      <Button
        type="primary"
        icon={<Icon name="send" size={16} />}
        loading={trial.isBusy}
        onClick={say}
        aria-label={t('door.send')}
      />
      <Button
        icon={<Icon name="refresh" size={16} />}
        onClick={trial.restart}
        aria-label={t('lab.restart')}
        title={t('lab.restart')}
      />
    </div>
  )
}
