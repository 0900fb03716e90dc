import { useState } from 'preact/hooks'
import { listOf, numberOf, textOf } from '../talk/shapes.ts'
import type { CardProps } from './content-cards.tsx'
import { Words } from './content-texts.tsx'
import type { Room } from './room.ts'

/** Buttons of a message work once: `key` says which message it is. */
export interface ChoiceProps extends CardProps {
  readonly messageKey: string
}

const use = (room: Room, key: string): void => {
  room.used.value = new Set([...room.used.value, key])
}

export function Menu({ content, room, messageKey }: ChoiceProps) {
  const isUsed = room.used.value.has(messageKey)
  const choose = (token: string, label: string) => {
    use(room, messageKey)
    room.send({ kind: 'choice', token, label })
  }
  return (
    <div class="menu">
      <Words text={textOf(content.text)} />
      <ul>
        {listOf(content.items).map((item) => (
          <li key={textOf(item.token)}>
            <button
              type="button"
              class="choice"
              dir="auto"
              disabled={isUsed}
              onClick={() => choose(textOf(item.token), textOf(item.label))}
            >
              {textOf(item.label)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

const HIGHEST = 10

export function Rating({ content, room, messageKey }: ChoiceProps) {
  const say = room.say.value
  const [chosen, setChosen] = useState(0)
  const isUsed = room.used.value.has(messageKey)
  const scale = Math.min(HIGHEST, Math.max(2, numberOf(content.scale) ?? 5))
  const rate = (value: number) => {
    setChosen(value)
    use(room, messageKey)
    room.send({ kind: 'choice', token: `${textOf(content.token)}:${value}`, label: say('rate', { n: value }) })
  }
  return (
    <div class="rating">
      <Words text={isUsed ? say('rated') : textOf(content.text)} />
      <div role="group" aria-label={textOf(content.text)}>
        {Array.from({ length: scale }, (_, index) => index + 1).map((value) => (
          <button
            key={value}
            type="button"
            class={value <= chosen ? 'star on' : 'star'}
            aria-label={say('rate', { n: value })}
            disabled={isUsed}
            onClick={() => rate(value)}
          >
            ★
          </button>
        ))}
      </div>
    </div>
  )
}

/** What is filled in leaves as words, one line a field: every channel and every person can read it. */
export function Form({ content, room, messageKey }: ChoiceProps) {
  const say = room.say.value
  const isUsed = room.used.value.has(messageKey)
  const fields = listOf(content.fields)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const given = new FormData(event.currentTarget)
    const lines = fields.map(({ name, label }) => `${textOf(label)}: ${String(given.get(textOf(name)) ?? '').trim()}`)
    use(room, messageKey)
    room.send({ kind: 'text', text: lines.filter((line) => !line.endsWith(': ')).join('\n') })
  }
  return (
    <form class="card form" onSubmit={submit}>
      <Words text={textOf(content.text)} />
      {fields.map(({ name, label, required }) => (
        <label key={textOf(name)}>
          <span dir="auto">
            {textOf(label)}
            {required === true && <i aria-hidden="true"> *</i>}
          </span>
          <input
            name={textOf(name)}
            required={required === true}
            disabled={isUsed}
            maxLength={300}
            autocomplete="off"
          />
        </label>
      ))}
      <button type="submit" class="primary" disabled={isUsed}>
        {say(isUsed ? 'submitted' : 'submit')}
      </button>
    </form>
  )
}
