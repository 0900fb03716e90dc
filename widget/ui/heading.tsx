import { Icon } from './icons.tsx'
import type { Room } from './room.ts'

/** In whose name the window speaks, who answers now, and the way to a person. */
export function Heading({ room }: { readonly room: Room }) {
  const { talk } = room
  const say = room.say.value
  const name = talk.shop.value?.name ?? ''
  const [owner, ahead] = [talk.standing.owner.value, talk.standing.ahead.value]
  const word = owner !== 'waiting' || ahead === null ? (`owner.${owner}` as const) : ahead > 0 ? 'queue' : 'queue.next'
  const handOff = () => room.send({ kind: 'text', text: say('handoff.say') })
  return (
    <header class="heading">
      <span class="face" aria-hidden="true">
        {[...name][0] ?? ''}
      </span>
      <span class="grow">
        <h2 id="xiaoer-title" dir="auto">
          {name}
        </h2>
        <p class={`owner ${owner}`} role="status">
          {say(word, { hours: talk.shop.value?.hours ?? '', n: ahead ?? 0 })}
        </p>
      </span>
      {owner === 'robot' ? (
        <button type="button" class="ask-person" onClick={handOff} data-testid="hand-off">
          <Icon name="person" />
          <span>{say('handoff')}</span>
        </button>
      ) : (
        <button type="button" class="ask-person" onClick={() => void talk.askRobot()} data-testid="ask-robot">
          {say('askRobot')}
        </button>
      )}
      {room.close && (
        <button type="button" class="icon" aria-label={say('close')} onClick={room.close} data-testid="close">
          <Icon name="down" />
        </button>
      )}
    </header>
  )
}
