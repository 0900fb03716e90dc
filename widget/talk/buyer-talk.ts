import { batch, computed, signal } from '@preact/signals'
import { MessageLog } from './message-log.ts'
import { type Keep, openKeep } from './keep.ts'
import { Line } from './line.ts'
import { Outbox } from './outbox.ts'
import { Refused } from './server.ts'
import { type Fields, fieldsOf, listOf, numberOf, type Shop, shopOf, talkOf, textOf } from './shapes.ts'
import { Standing } from './standing.ts'
import { joinTabs, type Tabs } from './tabs.ts'
import type { TalkOptions } from './talk-options.ts'
import { isThere, itemOf, newId } from './unsent.ts'

const FIRST_PAGE = 40
const MOST_A_PAGE = 100
const BEYOND_ALL = 2_147_483_647
const LONGEST_PAUSE_MS = 30_000
const AGAIN_MS = 3000

/** What is said between one buyer and the shop, as this tab sees it. */
export class BuyerTalk {
  readonly log: MessageLog
  readonly shop = signal<Shop | null>(null)
  readonly standing = new Standing(() => this.#poll(BEYOND_ALL, 1))
  readonly isUp = signal(false)
  /** Said, and not acknowledged yet. */
  readonly waiting = computed(() => this.#outbox.unsent.value.filter((one) => !isThere(this.log.messages.value, one)))

  readonly #options: TalkOptions
  readonly #keep: Keep
  readonly #outbox: Outbox
  readonly #tabs: Tabs
  readonly #stop = new AbortController()
  session = ''
  #conversationId = ''
  #identity = ''
  #line: Line | null = null
  #isLeader = false
  #isSettled = false
  #aheadMs = 0
  #tries = 0

  constructor(options: TalkOptions) {
    this.#options = options
    this.#keep = openKeep(options.shop)
    this.#outbox = new Outbox(this.#keep)
    this.log = new MessageLog(this.#keep.read())
    this.#tabs = joinTabs(options.shop, this.#keep.isShared, {
      lead: () => {
        this.#isLeader = true
        this.#connect()
      },
      hear: (news) => this.#overhear(news),
    })
    const { signal: stopped } = this.#stop
    const back = () => void (document.visibilityState === 'visible' && this.#line?.check())
    document.addEventListener('visibilitychange', back, { signal: stopped })
    window.addEventListener('online', back, { signal: stopped })
  }

  /** Opens the session and what was said before; tries until it is there. */
  async begin(): Promise<void> {
    try {
      await this.#start()
      this.#tries = 0
    } catch (error) {
      if (this.#stop.signal.aborted) return
      // An identity that the shop did not sign: the buyer talks as a visitor.
      if (error instanceof Refused && error.code === 'bad-signature') this.#identity = ''
      this.#tries += 1
      this.isUp.value = false
      const waitMs = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** this.#tries) * Math.random() + 300
      window.setTimeout(() => void (this.#stop.signal.aborted || this.begin()), waitMs)
    }
  }

  /** The server's time: the buyer's clock may stand anywhere. */
  now(): number {
    return Date.now() + this.#aheadMs
  }

  say(content: Fields, about: { readonly reference: Fields | null; readonly scene: string }): void {
    const one = { messageId: newId(), content, ...about, at: this.now(), afterSeq: this.log.last, hasFailed: false }
    this.#outbox.add(one)
    this.#flush()
  }

  retry(messageId: string): void {
    this.#outbox.retry(messageId)
    this.#flush()
  }

  /** Everything up to the last message was seen. */
  see(): void {
    const read = this.log.see()
    if (read === null) return
    this.#keep.write({ read })
    this.#tabs.tell({ read: true })
  }

  async showEarlier(): Promise<void> {
    const before = this.log.oldest
    const from = Math.max(0, before - FIRST_PAGE)
    const answer = await this.#poll(from, before - from)
    this.log.prepend(from, listOf(answer.items))
  }

  /** No person any more. Where it is not heard, everything stays as it is and may be asked again. */
  async askRobot(): Promise<void> {
    const { conversation } = await this.#options.server.robot(this.session)
    this.standing.learn(conversation)
  }

  /** A token of the shop's server, or null: the buyer signed out, nothing of him stays here. */
  async identify(token: string | null): Promise<void> {
    if (token !== null && token === this.#identity) return
    this.#identity = token ?? ''
    if (token === null) this.#forget()
    await this.#anew()
  }

  /** The shop forgets him, and so does this browser; he stays who the page says he is. Rejects where it was not heard. */
  async forget(): Promise<void> {
    await this.#options.server.forget(this.session)
    this.#forget()
    await this.#anew()
  }

  close(): void {
    this.#stop.abort()
    this.standing.rest()
    this.log.rest()
    this.#line?.close()
    this.#tabs.close()
  }

  async #start(): Promise<void> {
    const { server, shop: shopId } = this.#options
    const kept = this.#keep.session()
    const asked = { shopId, ...(kept && { session: kept }), ...(this.#identity && { identity: this.#identity }) }
    const answer = await server.start(asked)
    const talk = talkOf(answer.conversation)
    const isOther = this.#conversationId !== (talk?.conversationId ?? '')
    this.session = textOf(answer.session)
    this.#aheadMs = (Date.parse(textOf(answer.at)) || Date.now()) - Date.now()
    this.log.readTo(this.#keep.follow(this.session))
    batch(() => {
      if (isOther) this.#turnTo(talk?.conversationId ?? '', talk?.lastSeq ?? 0)
      this.shop.value = shopOf(fieldsOf(answer.shop))
      this.standing.reset()
      this.standing.learn(talk)
      this.#outbox.read()
    })
    if (talk) this.#take(listOf((await this.#poll(this.log.last, MOST_A_PAGE)).items))
    this.#isSettled = true
    if (this.#isLeader) this.#connect()
    else this.#tabs.tell({ hello: true })
  }

  #turnTo(conversationId: string, lastSeq: number): void {
    this.#isSettled = false
    this.#conversationId = conversationId
    this.log.clear(Math.max(0, lastSeq - FIRST_PAGE))
  }

  #forget(): void {
    this.#keep.wipe()
    this.#turnTo('', 0)
    this.log.readTo(0)
    this.#outbox.read()
  }

  #connect(): void {
    if (!this.session || this.#stop.signal.aborted) return
    this.#line?.close()
    this.#outbox.renew()
    this.#line = new Line(this.#options.server, this.session, {
      hear: (frame) => {
        this.#hear(frame)
        this.#tabs.tell({ frame })
      },
      up: () => this.#rise(),
      down: () => this.#fall(),
      over: () => void this.#renew(),
      place: () => (this.#conversationId ? { conversationId: this.#conversationId, afterSeq: this.log.last } : null),
      isLively: () => this.#outbox.hasDue() || this.log.isFresh(this.now()),
    })
  }

  #rise(): void {
    if (!this.isUp.value) this.#tabs.tell({ up: true })
    this.isUp.value = true
    this.#outbox.renew()
    this.#flush()
  }

  #fall(): void {
    this.isUp.value = false
    this.#outbox.renew()
    this.#tabs.tell({ up: false })
  }

  async #renew(): Promise<void> {
    this.#keep.write({ session: '' })
    await this.#anew()
  }

  async #anew(): Promise<void> {
    this.#line?.close()
    await this.begin()
    this.#tabs.tell({ renewed: true })
  }

  /** What another tab tells. */
  #overhear(news: Fields): void {
    if (news.frame) this.#hear(fieldsOf(news.frame))
    if (news.flush) this.#flush()
    if (typeof news.up === 'boolean' && !this.#isLeader) this.isUp.value = news.up
    if (news.hello && this.#isLeader) this.#tabs.tell({ up: this.isUp.value })
    if (news.renewed && this.#keep.session() !== this.session) void this.begin()
    if (news.read) this.log.readTo(this.#keep.read())
  }

  #hear(frame: Fields): void {
    const items = listOf(frame.items)
    if (frame.type === 'acks') this.#acknowledge(items)
    if (frame.type !== 'messages') return
    this.#conversationId ||= textOf(items[0]?.conversationId)
    this.standing.learn(frame.talk)
    const first = numberOf(items[0]?.seq)
    // Heard through another tab, which may be further than we are.
    if (first !== null && first > this.log.last + 1 && !this.#isLeader) void this.#catchUp()
    else this.#take(items)
  }

  async #catchUp(): Promise<void> {
    this.#take(listOf((await this.#poll(this.log.last, MOST_A_PAGE)).items))
  }

  #poll(afterSeq: number, limit: number): Promise<Fields> {
    return this.#options.server.poll({ session: this.session, afterSeq, limit }, this.#stop.signal)
  }

  #take(items: readonly Fields[]): void {
    const others = this.log.take(items)
    for (const one of others) this.standing.hear(one, this.#isSettled)
    if (this.#isSettled) others.forEach(this.#options.onMessage)
  }

  #acknowledge(acks: readonly Fields[]): void {
    const stored = this.#outbox.acknowledge(acks)
    // Too fast, or the server is busy: the same words again in a moment.
    if (acks.some(({ error }) => error)) window.setTimeout(() => this.#flush(), AGAIN_MS)
    batch(() => {
      // Numbers that are further ahead come with the messages before them.
      this.#take(stored.filter(({ seq }) => seq === this.log.last + 1))
      this.#outbox.read()
      if (stored.length > 0 && this.standing.owner.value === 'robot') this.log.expect()
    })
    const place = acks.map((ack) => textOf(ack.conversationId)).find((id) => id !== '')
    if (place && place !== this.#conversationId) {
      this.#conversationId = place
      this.#line?.follow()
    }
    if (stored.length > 0) this.#flush()
  }

  #flush(): void {
    this.#outbox.read()
    if (!this.#isLeader && this.#outbox.hasDue()) return this.#tabs.tell({ flush: true })
    const due = this.isUp.value ? this.#outbox.next() : null
    if (due) this.#line?.send([itemOf(due)])
  }
}
