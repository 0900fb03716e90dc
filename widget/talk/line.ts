import { Refused, type Server } from './server.ts'
import { type Fields, isFields } from './shapes.ts'

export interface Ears {
  /** A frame as the server writes it: `acks`, `messages`, `error`. */
  hear(frame: Fields): void
  /** Connected, from now on: say what is unsent. */
  up(): void
  down(): void
  /** The session is over or no longer welcome. */
  over(): void
  /** After which message the talk is wanted; null: there is no talk yet. */
  place(): { readonly conversationId: string; readonly afterSeq: number } | null
}

const SHORTEST_MS = 500
const LONGEST_MS = 30_000
const BEAT_MS = 25_000
const PATIENCE_MS = 6000
const DIAL_MS = 10_000
const IDLE_MS = 2000
const NO_LONGER_WELCOME = 1008
/** So many sockets that never brought a word: something on the way does not let them through. */
const MOST_REFUSED = 2
const POLLS_BEFORE_SOCKET = 12

/** The way to the server: a socket, or where none gets through, long polls. It mends itself until it is closed. */
export class Line {
  readonly #server: Server
  readonly #session: string
  readonly #ears: Ears
  readonly #stop = new AbortController()
  readonly #heartbeat: number
  #socket: WebSocket | null = null
  #failures = 0
  #refused = 0
  #timer = 0
  #deadline = 0

  constructor(server: Server, session: string, ears: Ears) {
    this.#server = server
    this.#session = session
    this.#ears = ears
    this.#heartbeat = window.setInterval(() => this.#beat(), BEAT_MS)
    this.#dial()
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  get #isPolling(): boolean {
    return this.#refused >= MOST_REFUSED
  }

  send(items: readonly Fields[]): void {
    if (this.#isOpen) {
      // Who says it is known by the session; the frame wants a name all the same.
      this.#write({ type: 'messages', items: items.map((item) => ({ ...item, buyer: { id: 'me' } })) })
    } else if (this.#isPolling) {
      this.#server.send(this.#session, items).then(
        (acks) => this.#ears.hear({ type: 'acks', items: acks }),
        () => this.#ears.down(),
      )
    }
  }

  follow(): void {
    const place = this.#ears.place()
    if (place && this.#isOpen) this.#write({ type: 'subscribe', ...place })
  }

  /** The page was away or the network is back: is the line still alive? */
  check(): void {
    if (this.#isOpen) return this.#beat()
    if (this.#socket || this.#isPolling) return
    this.#failures = 0
    clearTimeout(this.#timer)
    this.#dial()
  }

  close(): void {
    this.#stop.abort()
    clearTimeout(this.#timer)
    clearTimeout(this.#deadline)
    clearInterval(this.#heartbeat)
    this.#socket?.close()
  }

  #write(frame: Fields): void {
    this.#socket?.send(JSON.stringify(frame))
  }

  #beat(): void {
    if (!this.#isOpen) return
    this.#write({ type: 'ping' })
    this.#expect(PATIENCE_MS)
  }

  #later(work: () => void): void {
    clearTimeout(this.#timer)
    const most = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.#failures)
    this.#failures += 1
    // Full jitter: a thousand windows must not come back in the same second.
    this.#timer = window.setTimeout(work, SHORTEST_MS / 2 + Math.random() * most)
  }

  #dial(): void {
    if (this.#stop.signal.aborted) return
    if (this.#isPolling) return void this.#poll(POLLS_BEFORE_SOCKET)
    const dialled = this.#server.socket(this.#session)
    let wasHeard = false
    this.#socket = dialled
    this.#expect(DIAL_MS)
    dialled.onopen = () => {
      this.#failures = 0
      this.follow()
      // Some things on the way take a socket and let nothing through: the answer shows that this one works.
      this.#beat()
      this.#ears.up()
    }
    dialled.onmessage = (event) => {
      clearTimeout(this.#deadline)
      wasHeard = true
      this.#refused = 0
      const frame = readFrame(event.data)
      if (frame) this.#ears.hear(frame)
    }
    dialled.onclose = ({ code }) => {
      if (this.#socket === dialled) this.#lost(code, wasHeard)
    }
  }

  #lost(code: number, wasHeard: boolean): void {
    clearTimeout(this.#deadline)
    this.#socket = null
    if (this.#stop.signal.aborted) return
    this.#ears.down()
    if (code === NO_LONGER_WELCOME) return this.#ears.over()
    if (!wasHeard && navigator.onLine) this.#refused += 1
    this.#later(() => this.#dial())
  }

  /** Silence for longer than that is no line. */
  #expect(withinMs: number): void {
    const expected = this.#socket
    clearTimeout(this.#deadline)
    this.#deadline = window.setTimeout(() => {
      expected?.close()
      // A socket without its other side tells nothing for a long while.
      if (this.#socket === expected) this.#lost(0, false)
    }, withinMs)
  }

  async #poll(left: number): Promise<void> {
    const { signal } = this.#stop
    if (signal.aborted) return
    try {
      const place = this.#ears.place()
      const ask = { session: this.#session, afterSeq: place?.afterSeq ?? 0, waitS: place ? 20 : 0 }
      const answer = await this.#server.poll(ask, signal)
      this.#failures = 0
      this.#ears.up()
      this.#ears.hear({ type: 'messages', items: answer.items, talk: answer.conversation })
      // Without a talk there is nothing to wait for on the server.
      this.#timer = window.setTimeout(() => this.#pollNext(left), place ? 0 : IDLE_MS)
    } catch (error) {
      if (signal.aborted) return
      this.#ears.down()
      if (error instanceof Refused && error.code === 'not-signed-in') return this.#ears.over()
      this.#later(() => this.#pollNext(left))
    }
  }

  #pollNext(left: number): void {
    if (left > 0) return void this.#poll(left - 1)
    this.#refused = 0
    this.#dial()
  }
}

function readFrame(text: unknown): Fields | null {
  try {
    const frame: unknown = JSON.parse(String(text))
    return isFields(frame) ? frame : null
  } catch {
    // Not ours; the next frame will be.
    return null
  }
}
