import { batch, computed, signal } from '@preact/signals'
import { type Fields, type Message, messageOf } from './shapes.ts'

const LONGEST_TYPING_MS = 15_000
const FRESH_MS = 120_000

/** The messages that this tab holds, in the order of their numbers, each once. */
export class MessageLog {
  readonly messages = signal<readonly Message[]>([])
  /** Somebody is about to answer. */
  readonly isTyping = signal(false)
  readonly hasEarlier = computed(() => this.#oldest.value > 0)
  readonly unread = computed(() => this.messages.value.filter((one) => this.#isUnread(one)).length)
  readonly #read = signal(0)
  /** The number before the first message that we hold. */
  readonly #oldest = signal(0)
  #typing = 0

  constructor(read: number) {
    this.#read.value = read
  }

  get last(): number {
    return this.messages.value.at(-1)?.seq ?? this.#oldest.value
  }

  get oldest(): number {
    return this.#oldest.value
  }

  /** Something was said a moment ago. */
  isFresh(now: number): boolean {
    return now - (this.messages.value.at(-1)?.at ?? 0) < FRESH_MS
  }

  clear(oldest: number): void {
    this.messages.value = []
    this.#oldest.value = oldest
  }

  /** Gives what is new of the other side. */
  take(items: readonly Fields[]): readonly Message[] {
    const known = new Set(this.messages.value.map(({ seq }) => seq))
    const fresh = items.flatMap((item) => messageOf(item) ?? []).filter(({ seq }) => !known.has(seq))
    if (fresh.length === 0) return []
    const others = fresh.filter(({ role }) => role !== 'buyer')
    batch(() => {
      this.messages.value = [...this.messages.value, ...fresh].sort((one, other) => one.seq - other.seq)
      if (others.length > 0) this.rest()
    })
    return others
  }

  prepend(oldest: number, items: readonly Fields[]): void {
    batch(() => {
      this.#oldest.value = oldest
      this.take(items)
    })
  }

  readTo(seq: number): void {
    this.#read.value = seq
  }

  /** Everything was seen; null: it had been before. */
  see(): number | null {
    const last = this.messages.value.at(-1)?.seq ?? 0
    if (last <= this.#read.value) return null
    this.#read.value = last
    return last
  }

  expect(): void {
    this.isTyping.value = true
    clearTimeout(this.#typing)
    this.#typing = window.setTimeout(() => this.rest(), LONGEST_TYPING_MS)
  }

  rest(): void {
    clearTimeout(this.#typing)
    this.isTyping.value = false
  }

  #isUnread({ seq, role }: Message): boolean {
    return seq > this.#read.value && role !== 'buyer'
  }
}
