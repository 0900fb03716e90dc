import { batch, computed, signal } from '@preact/signals'
import { type Keep, openKeep } from './keep.ts'
import { Line } from './line.ts'
import { Refused, type Server } from './server.ts'
import {
  type Fields,
  fieldsOf,
  listOf,
  type Message,
  messageOf,
  numberOf,
  type Owner,
  talkOf,
  textOf,
  type Unsent,
} from './shapes.ts'
import { joinTabs, type Tabs } from './tabs.ts'
import { isThere, itemOf, newId } from './unsent.ts'

export interface Shop {
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly greeting: string
}

export interface TalkOptions {
  readonly server: Server
  readonly shop: string
  /** Every message of the other side that comes while the page is open. */
  readonly onMessage: (message: Message) => void
}

const FIRST_PAGE = 40
const MOST_A_PAGE = 100
const MOST_A_FRAME = 20
const BEYOND_ALL = 2_147_483_647
const LONGEST_TYPING_MS = 15_000
const LONGEST_PAUSE_MS = 30_000
const AGAIN_MS = 3000
/** Refusals that another try does not change. */
const FINAL = new Set([
  'invalid-field',
  'bad-request',
  'idempotency-mismatch',
  'unprocessable',
  'forbidden',
  'not-found',
])

/** What is said between one buyer and the shop, as this tab sees it. */
export class BuyerTalk {
  readonly messages = signal<readonly Message[]>([])
  readonly shop = signal<Shop | null>(null)
  readonly owner = signal<Owner>('robot')
  readonly isUp = signal(false)
  readonly isTyping = signal(false)
  /** Said, and not acknowledged yet. */
  readonly waiting = computed(() => this.#unsent.value.filter((one) => !isThere(this.messages.value, one)))
  readonly hasEarlier = computed(() => this.#oldest.value > 0)
  readonly unread = computed(() => this.messages.value.filter((one) => this.#isUnread(one)).length)

  readonly #options: TalkOptions
  readonly #keep: Keep
  readonly #tabs: Tabs
  readonly #stop = new AbortController()
  readonly #unsent = signal<readonly Unsent[]>([])
  readonly #read = signal(0)
  /** The number before the first message that we hold. */
  readonly #oldest = signal(0)
  #session = ''
  #conversationId = ''
  #identity = ''
  #line: Line | null = null
  #isLeader = false
  #isSettled = false
  #typing = 0
  #tries = 0
  /** Written to the line that is open now. */
  #said: ReadonlySet<string> = new Set()

  constructor(options: TalkOptions) {
    this.#options = options
    this.#keep = openKeep(options.shop)
    this.#read.value = this.#keep.read()
    this.#tabs = joinTabs(options.shop, this.#keep.isShared, {
      lead: () => {
        this.#isLeader = true
        this.#connect()
      },
      hear: (news) => this.#overhear(news),
    })
    const { signal: stopped } = this.#stop
    document.addEventListener('visibilitychange', () => this.#return(), { signal: stopped })
    window.addEventListener('online', () => this.#return(), { signal: stopped })
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

  say(content: Fields, about: { readonly reference: Fields | null; readonly scene: string }): void {
    const one = { messageId: newId(), content, ...about, at: Date.now(), afterSeq: this.#last, hasFailed: false }
    this.#keep.change((all) => [...all, one])
    this.#flush()
  }

  retry(messageId: string): void {
    this.#keep.change((all) => all.map((one) => (one.messageId === messageId ? { ...one, hasFailed: false } : one)))
    this.#flush()
  }

  /** Everything up to the last message was seen. */
  see(): void {
    const last = this.messages.value.at(-1)?.seq ?? 0
    if (last <= this.#read.value) return
    this.#read.value = last
    this.#keep.write({ read: last })
    this.#tabs.tell({ read: true })
  }

  async showEarlier(): Promise<void> {
    const from = Math.max(0, this.#oldest.value - FIRST_PAGE)
    const answer = await this.#poll(from, this.#oldest.value - from)
    batch(() => {
      this.#oldest.value = from
      this.#take(listOf(answer.items))
    })
  }

  /** A token of the shop's server, or null: the buyer signed out, nothing of him stays here. */
  async identify(token: string | null): Promise<void> {
    if (token !== null && token === this.#identity) return
    this.#identity = token ?? ''
    if (token === null) this.#forget()
    this.#line?.close()
    await this.begin()
    this.#tabs.tell({ renewed: true })
  }

  close(): void {
    this.#stop.abort()
    this.#rest()
    this.#line?.close()
    this.#tabs.close()
  }

  get #last(): number {
    return this.messages.value.at(-1)?.seq ?? this.#oldest.value
  }

  #isUnread({ seq, role }: Message): boolean {
    return seq > this.#read.value && role !== 'buyer'
  }

  async #start(): Promise<void> {
    const { server, shop: shopId } = this.#options
    const kept = this.#keep.session()
    const asked = { shopId, ...(kept && { session: kept }), ...(this.#identity && { identity: this.#identity }) }
    const answer = await server.start(asked)
    const talk = talkOf(answer.conversation)
    const isOther = this.#conversationId !== (talk?.conversationId ?? '')
    this.#session = textOf(answer.session)
    this.#keep.write({ session: this.#session })
    batch(() => {
      if (isOther) this.#turnTo(talk?.conversationId ?? '', talk?.lastSeq ?? 0)
      this.shop.value = shopOf(fieldsOf(answer.shop))
      this.owner.value = talk?.owner ?? 'robot'
      this.#unsent.value = this.#keep.unsent()
    })
    if (talk) this.#take(listOf((await this.#poll(this.#last, MOST_A_PAGE)).items))
    this.#isSettled = true
    if (this.#isLeader) this.#connect()
    else this.#tabs.tell({ hello: true })
  }

  #turnTo(conversationId: string, lastSeq: number): void {
    this.#isSettled = false
    this.#conversationId = conversationId
    this.messages.value = []
    this.#oldest.value = Math.max(0, lastSeq - FIRST_PAGE)
  }

  #forget(): void {
    this.#keep.wipe()
    this.#read.value = 0
    this.#turnTo('', 0)
    this.#unsent.value = []
  }

  #connect(): void {
    if (!this.#session || this.#stop.signal.aborted) return
    this.#line?.close()
    this.#said = new Set()
    this.#line = new Line(this.#options.server, this.#session, {
      hear: (frame) => {
        this.#hear(frame)
        this.#tabs.tell({ frame })
      },
      up: () => this.#rise(),
      down: () => this.#fall(),
      over: () => void this.#renew(),
      place: () => (this.#conversationId ? { conversationId: this.#conversationId, afterSeq: this.#last } : null),
    })
  }

  #rise(): void {
    if (!this.isUp.value) this.#tabs.tell({ up: true })
    this.isUp.value = true
    this.#flush()
  }

  #fall(): void {
    this.isUp.value = false
    this.#said = new Set()
    this.#tabs.tell({ up: false })
  }

  async #renew(): Promise<void> {
    this.#keep.write({ session: '' })
    await this.begin()
    this.#tabs.tell({ renewed: true })
  }

  #return(): void {
    if (document.visibilityState === 'visible') this.#line?.check()
  }

  /** What another tab tells. */
  #overhear(news: Fields): void {
    if (news.frame) this.#hear(fieldsOf(news.frame))
    if (news.flush) this.#flush()
    if (typeof news.up === 'boolean' && !this.#isLeader) this.isUp.value = news.up
    if (news.hello && this.#isLeader) this.#tabs.tell({ up: this.isUp.value })
    if (news.renewed && this.#keep.session() !== this.#session) void this.begin()
    if (news.read) this.#read.value = this.#keep.read()
  }

  #hear(frame: Fields): void {
    const items = listOf(frame.items)
    if (frame.type === 'acks') this.#acknowledge(items)
    if (frame.type !== 'messages') return
    this.#conversationId ||= textOf(items[0]?.conversationId)
    const talk = talkOf(frame.talk)
    if (talk) this.owner.value = talk.owner
    const first = numberOf(items[0]?.seq)
    // Heard through another tab, which may be further than we are.
    if (first !== null && first > this.#last + 1 && !this.#isLeader) void this.#catchUp()
    else this.#take(items)
  }

  async #catchUp(): Promise<void> {
    this.#take(listOf((await this.#poll(this.#last, MOST_A_PAGE)).items))
  }

  #poll(afterSeq: number, limit: number): Promise<Fields> {
    return this.#options.server.poll({ session: this.#session, afterSeq, limit }, this.#stop.signal)
  }

  #take(items: readonly Fields[]): void {
    const known = new Set(this.messages.value.map(({ seq }) => seq))
    const fresh = items.flatMap((item) => messageOf(item) ?? []).filter(({ seq }) => !known.has(seq))
    if (fresh.length === 0) return
    const others = fresh.filter(({ role }) => role !== 'buyer')
    batch(() => {
      this.messages.value = [...this.messages.value, ...fresh].sort((one, other) => one.seq - other.seq)
      if (others.length > 0) this.#rest()
      for (const one of others) this.#learnOwner(one)
    })
    if (this.#isSettled) others.forEach(this.#options.onMessage)
  }

  #learnOwner({ role, content }: Message): void {
    const event = textOf(content.event)
    if (role === 'agent' || event === 'agent.joined') this.owner.value = 'human'
    else if (event === 'agent.left') this.owner.value = 'robot'
    // Its words may have been that it calls a person.
    else if (role === 'robot' && this.#isSettled) void this.#askOwner()
  }

  async #askOwner(): Promise<void> {
    const answer = await this.#poll(BEYOND_ALL, 1)
    const talk = talkOf(answer.conversation)
    if (talk) this.owner.value = talk.owner
  }

  #acknowledge(acks: readonly Fields[]): void {
    const done = new Map(acks.map((ack) => [textOf(ack.messageId), ack]))
    const stored: Fields[] = []
    const outcome = (one: Unsent): readonly Unsent[] => {
      const ack = done.get(one.messageId)
      if (!ack) return [one]
      const code = textOf(fieldsOf(ack.error).code)
      if (code) return [{ ...one, hasFailed: FINAL.has(code) }]
      stored.push({ seq: ack.seq, role: 'buyer', content: one.content, at: new Date(one.at).toISOString() })
      return []
    }
    this.#keep.change((all) => all.flatMap(outcome))
    // Too fast, or the server is busy: the same words again in a moment.
    if (acks.some(({ error }) => error)) window.setTimeout(() => this.#flush(), AGAIN_MS)
    this.#said = new Set([...this.#said].filter((id) => !done.has(id)))
    batch(() => {
      // Numbers that are further ahead come with the messages before them.
      this.#take(stored.filter(({ seq }) => seq === this.#last + 1))
      this.#unsent.value = this.#keep.unsent()
      if (stored.length > 0) this.#expectAnswer()
    })
    const place = acks.map((ack) => textOf(ack.conversationId)).find((id) => id !== '')
    if (place && place !== this.#conversationId) {
      this.#conversationId = place
      this.#line?.follow()
    }
  }

  #expectAnswer(): void {
    if (this.owner.value !== 'robot') return
    this.isTyping.value = true
    clearTimeout(this.#typing)
    this.#typing = window.setTimeout(() => this.#rest(), LONGEST_TYPING_MS)
  }

  #rest(): void {
    clearTimeout(this.#typing)
    this.isTyping.value = false
  }

  #flush(): void {
    this.#unsent.value = this.#keep.unsent()
    const due = this.#unsent.value.filter(({ messageId, hasFailed }) => !hasFailed && !this.#said.has(messageId))
    if (due.length === 0) return
    if (!this.#isLeader) return this.#tabs.tell({ flush: true })
    if (!this.isUp.value) return
    this.#said = new Set([...this.#said, ...due.map(({ messageId }) => messageId)])
    for (let from = 0; from < due.length; from += MOST_A_FRAME)
      this.#line?.send(due.slice(from, from + MOST_A_FRAME).map(itemOf))
  }
}

const shopOf = ({ name, language, greeting }: Fields): Shop => ({
  name: textOf(name),
  language: language === 'en' ? 'en' : 'zh',
  greeting: textOf(greeting),
})
