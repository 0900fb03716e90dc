import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../api/shapes.ts'
import { newKey } from '../api/request.ts'
import { figuresInDoubt, giveBack, speak, takeOver } from '../api/talk.ts'
import { useMe } from '../frame/use-me.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'

interface DoorProps {
  readonly talk: Conversation
  readonly onSaid: () => void
}

/** A person takes a talk over, speaks, and gives it back to the robot. */
export function HumanDoor({ talk, onSaid }: DoorProps) {
  const { t } = useTranslation()
  const { me, may } = useMe()
  const hands = useHands(talk.conversationId, onSaid)
  if (!may('messages:write')) return null
  if (talk.owner !== 'human')
    return (
      <footer className={talk.owner === 'waiting' ? 'door door-waiting' : 'door'}>
        <span className="grow">{t(talk.owner === 'waiting' ? 'door.waiting' : 'door.robot')}</span>
        <Button
          type={talk.owner === 'waiting' ? 'primary' : 'default'}
          icon={<Icon name="hand" size={16} />}
          loading={hands.take.isPending}
          onClick={() => hands.take.mutate()}
          data-testid="take-over"
        >
          {t('door.take')}
        </Button>
      </footer>
    )
  const isMine = talk.assignedTo === me?.staff.staffId
  return (
    <footer className="door door-mine">
      {isMine ? <Composer id={talk.conversationId} onSaid={onSaid} /> : <p className="quiet">{t('door.other')}</p>}
      <div className="row between">
        <span className="quiet small">{isMine && t('door.keys')}</span>
        <Button
          icon={<Icon name="robot" size={16} />}
          loading={hands.give.isPending}
          onClick={() => hands.give.mutate()}
          data-testid="give-back"
        >
          {t('door.give')}
        </Button>
      </div>
    </footer>
  )
}

function useHands(id: string, onSaid: () => void) {
  const queries = useQueryClient()
  const onError = useProblem()
  const onSuccess = (talk: Conversation) => {
    queries.setQueryData(['talk', id], talk)
    queries.invalidateQueries({ queryKey: ['talks'] })
    queries.invalidateQueries({ queryKey: ['waiting'] })
    onSaid()
  }
  return {
    take: useMutation({ mutationFn: () => takeOver(id), onSuccess, onError }),
    give: useMutation({ mutationFn: () => giveBack(id), onSuccess, onError }),
  }
}

// What was typed and not sent outlives a look at another conversation.
const drafts = new Map<string, string>()

// Perhaps they arrived and the answer did not: the same words again bear the same key.
const said = new Map<string, { readonly words: string; readonly key: string }>()

function keyOf(id: string, words: string): string {
  const before = said.get(id)
  if (before?.words === words) return before.key
  const key = newKey()
  said.set(id, { words, key })
  return key
}

function Composer({ id, onSaid }: { readonly id: string; readonly onSaid: () => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(drafts.get(id) ?? '')
  const keep = (words: string) => {
    drafts.set(id, words)
    setTyped(words)
  }
  const onError = useProblem()
  const say = useMutation({
    mutationFn: (words: string) => speak(id, words, keyOf(id, words)),
    onSuccess: () => {
      keep('')
      said.delete(id)
      onSaid()
    },
    onError,
  })
  const { send, isChecking } = useSend(id, (words) => !say.isPending && say.mutate(words))
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends the choosing of characters before it ever sends.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send(typed.trim())
  }
  return (
    <div className="composer">
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 2, maxRows: 6 }}
        value={typed}
        maxLength={4000}
        placeholder={t('door.say')}
        aria-label={t('door.say')}
        onChange={({ target }) => keep(target.value)}
        onKeyDown={onKeyDown}
        data-testid="composer"
      />
      <Button
        type="primary"
        icon={<Icon name="send" size={16} />}
        loading={say.isPending || isChecking}
        onClick={() => send(typed.trim())}
        data-testid="send"
      >
        {t('door.send')}
      </Button>
    </div>
  )
}

const FIGURE = /\d/

/** What the ledger says otherwise is sent only by somebody who was told so. */
function useSend(id: string, say: (words: string) => unknown) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const check = useMutation({
    mutationFn: (words: string) => figuresInDoubt(id, words),
    // The message itself is checked once more where it arrives: a line that is down must not keep it back.
    onError: (_, words) => say(words),
    onSuccess: (figures, words) => {
      if (figures.length === 0) return say(words)
      const content = t('door.doubtText', { figures: figures.join(' · ') })
      const asked = { title: t('door.doubt'), okText: t('door.doubtSend'), cancelText: t('door.doubtBack') }
      return modal.confirm({ ...asked, content, onOk: () => void say(words) })
    },
  })
  const send = (words: string) => {
    if (words === '' || check.isPending) return
    if (FIGURE.test(words)) check.mutate(words)
    else say(words)
  }
  return { send, isChecking: check.isPending }
}
