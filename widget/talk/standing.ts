import { batch, signal } from '@preact/signals'
import { type Fields, type Message, type Owner, talkOf, textOf } from './shapes.ts'

const SOON_MS = 800
/** How often somebody who waits for a person asks whether he is nearer. */
const WAITING_MS = 10_000

/** Who answers, and how many are served before. */
export class Standing {
  readonly owner = signal<Owner>('robot')
  readonly ahead = signal<number | null>(null)
  readonly #ask: () => Promise<Fields>
  #timer = 0

  constructor(ask: () => Promise<Fields>) {
    this.#ask = ask
  }

  /** What the server says of the talk; null: it says nothing of it. */
  learn(value: unknown): void {
    const talk = talkOf(value)
    if (!talk) return
    batch(() => {
      this.owner.value = talk.owner
      this.ahead.value = talk.ahead
    })
    if (talk.owner === 'waiting') this.#askIn(WAITING_MS)
  }

  hear({ role, content }: Message, isNews: boolean): void {
    const event = textOf(content.event)
    if (role === 'agent' || event === 'agent.joined') this.owner.value = 'human'
    else if (event === 'agent.left') this.owner.value = 'robot'
    // Its words may have been that it calls a person: asked once after the last of them.
    else if (role === 'robot' && isNews) this.#askIn(SOON_MS)
  }

  reset(): void {
    this.rest()
    this.owner.value = 'robot'
  }

  rest(): void {
    clearTimeout(this.#timer)
  }

  #askIn(waitMs: number): void {
    this.rest()
    this.#timer = window.setTimeout(() => void this.#look(), waitMs)
  }

  async #look(): Promise<void> {
    const isSeen = document.visibilityState === 'visible'
    const answer = isSeen ? await this.#ask().catch(() => null) : null
    if (answer) this.learn(answer.conversation)
    else if (this.owner.value === 'waiting') this.#askIn(WAITING_MS)
  }
}
