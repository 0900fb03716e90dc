import { Refused, type Server } from './server.ts'
import { type Fields, isFields } from './shapes.ts'

export interface Ears {
  /** A frame as the server writes it: `acks`, `messages`, `error`. */
  hear(frame: Fields): void
  /** The server is reached by a new way: say what is not acknowledged, it is taken once. */
  up(): void
  down(): void
  /** The session is over or no longer welcome. */
  over(): void
  /** After which message the talk is wanted; null: there is no talk yet. */
  place(): { readonly conversationId: string; readonly afterSeq: number } | null
  /** Something was said of late, or waits to be sent: a broken line would be felt. */
  isLively(): boolean
}

const SHORTEST_MS = 125
const LONGEST_MS = 30_000
/** So long somebody who looks is kept waiting half a second at most: short cuts are the usual ones. */
const HASTE_MS = 60_000
const HASTY_MS = 500
const TICK_MS = 600
const BEAT_MS = 25_000
/** Silence after a question: perhaps there is no line any more. */
const DOUBT_MS = 500
const DIAL_MS = 10_000
const SLOW_DIAL_MS = 1500
const IDLE_MS = 2000
const LONG_POLL_S = 20
const NO_LONGER_WELCOME = 1008
/** So many sockets that never brought a word while polls did: something on the way does not let them through. */
const MOST_REFUSED = 2
const POLLS_BEFORE_SOCKET = 12
const MOST_ASKED = 3

/**
 * The way to the server: a socket. Where it is broken, or silent for longer than it should, short polls seek the server,
 * bring what was missed and carry what was said until a new one stands; where none gets through, long polls do.
 */
export class Line {
  readonly #server: Server
  readonly #session: string
  readonly #ears: Ears
  readonly #stop = new AbortController()
  readonly #ticks: number
  #socket: WebSocket | null = null
  #dialled: WebSocket | null = null
  #dialledAt = 0
  #beatAt = 0
  #brokenAt = 0
  #failures = 0
  #refused = 0
  #longPolls = 0
  #timer = 0
  #doubt = 0
  #isSeeking = false
  readonly #asked: AbortController[] = []

  constructor(server: Server, session: string, ears: Ears) {
    this.#server = server
    this.#session = session
    this.#ears = ears
    this.#ticks = window.setInterval(() => this.#tick(), TICK_MS)
    this.#dial()
  }

  send(items: readonly Fields[]): void {
    // Who says it is known by the session; the frame wants a name all the same.
    if (this.#socket && !this.#isSeeking) {
      this.#write({ type: 'messages', items: items.map((item) => ({ ...item, buyer: { id: 'me' } })) })
      return this.#beat()
    }
    this.#server.send(this.#session, items).then(
      (acks) => this.#ears.hear({ type: 'acks', items: acks }),
      () => (this.#socket && !this.#isSeeking ? this.#ears.up() : this.#ears.down()),
    )
  }

  follow(): void {
    const place = this.#ears.place()
    if (place && this.#socket) this.#write({ type: 'subscribe', ...place })
  }

  /** The page was away or the network is back: is the line still alive? */
  check(): void {
    this.#failures = 0
    if (this.#socket) this.#beat()
    else if (this.#isSeeking && this.#longPolls === 0) this.#seekIn(0)
  }

  close(): void {
    this.#stop.abort()
    clearTimeout(this.#timer)
    clearTimeout(this.#doubt)
    clearInterval(this.#ticks)
    this.#dialled?.close()
    this.#socket?.close()
  }

  #write(frame: Fields): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  #tick(): void {
    const everyMs = this.#ears.isLively() && document.visibilityState === 'visible' ? TICK_MS : BEAT_MS
    if (this.#socket && !this.#isSeeking && Date.now() - this.#beatAt >= everyMs - TICK_MS / 2) this.#beat()
  }

  #beat(): void {
    this.#beatAt = Date.now()
    this.#write({ type: 'ping' })
    clearTimeout(this.#doubt)
    this.#doubt = window.setTimeout(() => this.#seek(), DOUBT_MS)
  }

  #dial(): void {
    if (this.#stop.signal.aborted || this.#dialled) return
    const dialled = this.#server.socket(this.#session)
    this.#dialled = dialled
    this.#dialledAt = Date.now()
    const patience = window.setTimeout(() => dialled.close(), DIAL_MS)
    if (!this.#isSeeking) this.#doubt = window.setTimeout(() => this.#seek(), SLOW_DIAL_MS)
    let wasHeard = false
    dialled.onopen = () => {
      // Some things on the way take a socket and let nothing through: the answer shows that this one works.
      dialled.send('{"type":"ping"}')
    }
    dialled.onmessage = (event) => {
      clearTimeout(patience)
      if (!wasHeard) this.#adopt(dialled)
      wasHeard = true
      if (this.#socket !== dialled) return
      this.#settleDown()
      const frame = readFrame(event.data)
      if (frame) this.#ears.hear(frame)
    }
    dialled.onclose = ({ code }) => {
      clearTimeout(patience)
      if (this.#dialled === dialled) this.#refused += 1
      else if (this.#socket !== dialled) return
      this.#lost(dialled, code)
    }
  }

  #adopt(dialled: WebSocket): void {
    const before = this.#socket
    this.#socket = dialled
    this.#dialled = null
    this.#refused = 0
    this.#isSeeking = true
    before?.close()
    this.follow()
    this.#settleDown()
  }

  /** Something was heard: there is a line. */
  #settleDown(): void {
    clearTimeout(this.#doubt)
    if (!this.#socket || !this.#isSeeking) return
    clearTimeout(this.#timer)
    this.#isSeeking = false
    this.#failures = this.#brokenAt = this.#longPolls = 0
    this.#ears.up()
  }

  #lost(socket: WebSocket, code: number): void {
    if (this.#dialled === socket) this.#dialled = null
    else this.#socket = null
    if (this.#stop.signal.aborted) return
    if (code === NO_LONGER_WELCOME) return this.#ears.over()
    if (this.#isSeeking) return
    this.#ears.down()
    this.#seekIn(0)
  }

  #seekIn(ms: number): void {
    this.#isSeeking = true
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => this.#seek(), ms)
  }

  /** The server is asked by a short poll and by a new socket, until one of them answers and the socket stands. */
  #seek(): void {
    if (this.#stop.signal.aborted) return
    this.#isSeeking = true
    this.#brokenAt ||= Date.now()
    this.#failures += 1
    void this.#poll()
    if (this.#longPolls > 0) return
    // The first silence of a socket may be a server that thinks.
    if (!this.#socket || this.#failures > 1) this.#dial()
    this.#seekIn(this.#pauseMs())
  }

  /** Full jitter: a thousand windows must not come back in the same moment. */
  #pauseMs(): number {
    const isHasty = document.visibilityState === 'visible' && Date.now() - this.#brokenAt < HASTE_MS
    const most = Math.min(isHasty ? HASTY_MS : LONGEST_MS, SHORTEST_MS * 2 ** this.#failures)
    return SHORTEST_MS + Math.random() * most
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stop
    const place = this.#ears.place()
    const [isLong, asked] = [this.#longPolls > 0 && place !== null, this.#socket]
    try {
      const ask = { session: this.#session, afterSeq: place?.afterSeq ?? 0, waitS: isLong ? LONG_POLL_S : 0 }
      const answer = await this.#server.poll(ask, this.#newest(signal))
      if (signal.aborted || !this.#isSeeking) return
      this.#ears.hear({ type: 'messages', items: answer.items, talk: answer.conversation })
      this.#reach(asked, isLong)
    } catch (error) {
      if (signal.aborted || !this.#isSeeking) return
      if (error instanceof Refused && error.code === 'not-signed-in') return this.#ears.over()
      // It answers, and has too much to do: no more haste.
      if (error instanceof Refused) this.#brokenAt = 1
      this.#refused = 0
      if (!this.#socket) this.#ears.down()
      if (this.#longPolls > 0) this.#seekIn(this.#pauseMs())
    }
  }

  /** A poll was answered. A socket that was asked before it and says nothing is none. */
  #reach(asked: WebSocket | null, isLong: boolean): void {
    if (asked && this.#socket === asked) {
      this.#socket = null
      asked.close()
    }
    if (this.#dialled && Date.now() - this.#dialledAt > SLOW_DIAL_MS) this.#dialled.close()
    if (this.#refused >= MOST_REFUSED) {
      this.#refused = 0
      this.#longPolls = POLLS_BEFORE_SOCKET
    }
    this.#ears.up()
    if (this.#longPolls > 0) {
      this.#longPolls -= 1
      // Without a talk there is nothing to wait for on the server.
      this.#seekIn(isLong ? 0 : IDLE_MS)
    }
  }

  /** Questions that were swallowed must not keep the browser's few connections. */
  #newest(stopped: AbortSignal): AbortSignal {
    const mine = new AbortController()
    this.#asked.push(mine)
    if (this.#asked.length > MOST_ASKED) this.#asked.shift()?.abort()
    return AbortSignal.any([stopped, mine.signal])
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
