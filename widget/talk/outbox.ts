import { signal } from '@preact/signals'
import type { Keep } from './keep.ts'
import { type Fields, textOf, type Unsent } from './shapes.ts'
import { settle } from './unsent.ts'

/** What the buyer said and the server has not acknowledged, in the order in which he said it; shared by the tabs. */
export class Outbox {
  readonly unsent = signal<readonly Unsent[]>([])
  readonly #keep: Keep
  /** On its way by the line that is open now. */
  #said = ''

  constructor(keep: Keep) {
    this.#keep = keep
  }

  add(one: Unsent): void {
    this.#keep.change((all) => [...all, one])
  }

  retry(messageId: string): void {
    this.#keep.change((all) => all.map((one) => (one.messageId === messageId ? { ...one, hasFailed: false } : one)))
  }

  /** Other tabs write there too. */
  read(): void {
    this.unsent.value = this.#keep.unsent()
  }

  /** Nothing is on its way any more: another line, or none. */
  renew(): void {
    this.#said = ''
  }

  hasDue(): boolean {
    return this.unsent.value.some(({ hasFailed }) => !hasFailed)
  }

  /** One after the other: what is said later must not overtake what is on its way, or has to be said again. */
  next(): Unsent | null {
    const due = this.unsent.value.find(({ hasFailed }) => !hasFailed)
    if (!due || this.#said) return null
    this.#said = due.messageId
    return due
  }

  /** Gives what is stored now, as messages. */
  acknowledge(acks: readonly Fields[]): readonly Fields[] {
    const done = new Map(acks.map((ack) => [textOf(ack.messageId), ack]))
    const stored: Fields[] = []
    this.#keep.change((all) => all.flatMap((one) => settle(one, done.get(one.messageId), stored)))
    if (done.has(this.#said)) this.#said = ''
    return stored
  }
}
