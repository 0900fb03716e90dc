import { type Books, isInWindow, latestRows, type Row } from './books.ts'
import type { Asked, Change } from './journal.ts'
import { basketItems, directItems, edgesAhead, explains, type Item, laterItems } from './items.ts'
import { protectionItems, stockItems, unitItems } from './items.ts'
import { type Figure, type NamedSource, readShown, type Shown } from './read-figures.ts'
import { type Basket, basketOf, claimable, heldIds, keptRows, reckon, type Till } from './reckon.ts'

/** A day as the judge knows it: what was changed, and what held after each change. */
export interface Day {
  readonly shopId: string
  readonly changes: readonly Change[]
  /** One more than changes. */
  readonly books: readonly Books[]
}

export interface Turn extends Asked {
  readonly receivedAt: number
  readonly settledAt: number
  /** Amounts that he was told before. */
  readonly toldBefore: ReadonlySet<number>
  /** His turns before this one, latest first. */
  readonly before: readonly Asked[]
}

export interface Fault {
  readonly why: string
  readonly what: string
}

export interface Verdict {
  readonly figures: number
  readonly amounts: readonly number[]
  readonly faults: readonly Fault[]
  /** It holds for another basket than the buyer's: he was misunderstood, and the answer says for what it is. */
  readonly isOfOtherBasket: boolean
  /** Something was being changed, or ended, while it ran. */
  readonly straddles: boolean
}

interface Case {
  readonly turn: Turn
  readonly till: Till
  readonly day: Day
  readonly basket: readonly Basket[]
}

/** Whether there was a moment of the turn at which all that was said held, and was named by its records. */
export function judge(turn: Turn, day: Day): Verdict {
  const tills = tillsOf(turn, day)
  const straddles = tills.some((till) => till.at !== turn.receivedAt) || isChangedMeanwhile(turn, day)
  let best: Verdict | null = null
  for (const till of tills) {
    const own = basketOf(turn.meant.lines, till)
    const others = otherBaskets(turn, till)
    for (const [place, basket] of [own, ...others].entries()) {
      const verdict = judgeAt({ turn, till, day, basket })
      const told = { ...verdict, isOfOtherBasket: place > 0, straddles }
      if (told.faults.length === 0) return told
      if (best === null || told.faults.length < best.faults.length) best = told
    }
  }
  if (best === null) throw new Error('a turn has a moment')
  return best
}

/** Every state that may have held: those acknowledged before it began, and those under way until it ended. */
function tillsOf({ meant, receivedAt, settledAt }: Turn, { changes, books, shopId }: Day): Till[] {
  const before = changes.filter(({ ackAt }) => ackAt < receivedAt).length
  const until = changes.filter(({ sentAt }) => sentAt <= settledAt).length
  const tills: Till[] = []
  for (let count = before; count <= Math.max(before, until); count += 1) {
    const held = books[count]
    if (!held) continue
    const isOn = meant.roomId !== null && held.rooms.has(meant.roomId)
    const who = { shopId, customerId: meant.customerId, region: regionOf(meant, held) }
    const till = { ...who, books: held, at: receivedAt, entrance: isOn ? `live:${meant.roomId}` : null }
    const edges = edgesAhead(till).filter((edge) => edge <= settledAt)
    tills.push(till, ...edges.map((at) => ({ ...till, at })))
  }
  return tills
}

// What another customer bought or holds is nothing to him.
const OF_ONE = new Set(['order', 'grant'])

const isChangedMeanwhile = ({ receivedAt, settledAt }: Turn, { changes }: Day): boolean =>
  changes.some(({ plan, ackAt, sentAt }) => ackAt >= receivedAt && sentAt <= settledAt && !OF_ONE.has(plan.what))

/** What he said, else where his last order went. */
function regionOf({ region, customerId }: Turn['meant'], books: Books): string | null {
  const orders = customerId === null ? [] : (books.orders.get(customerId) ?? [])
  return region ?? orders.at(-1)?.province ?? null
}

/** What else he may be taken to speak of: what the answer says that it is for, what is on his screen, what was spoken of before. */
function otherBaskets(turn: Turn, till: Till): Basket[][] {
  const earlier = turn.before.flatMap((one) => [...saidBaskets(one, till), basketOf(one.meant.lines, till)])
  const bare = basketOf(
    turn.meant.lines.map((line) => ({ ...line, skuId: null })),
    till,
  )
  const found = [...saidBaskets(turn, till), ...focusBaskets(turn, till), ...earlier, bare]
  return [...new Map(found.map((basket) => [JSON.stringify(basket), basket])).values()]
}

/** The articles and pieces that an answer itself says it is for. */
function saidBaskets({ contents }: Asked, till: Till): Basket[][] {
  const text = JSON.stringify(contents)
  const found: Basket[] = []
  for (const { productId, title, skus } of till.books.products.values()) {
    const [, option, pieces] = new RegExp(`${title}(?: ([^\\s¥]+))? ¥[\\d.]+×(\\d+)`).exec(text) ?? []
    const sku = skus.find(({ options }) => option === undefined || Object.values(options).join('/') === option)
    if (pieces && sku) found.push({ productId, skuId: sku.skuId, quantity: Number(pieces) })
  }
  return found.length > 0 ? [found] : []
}

function focusBaskets({ productId, skuId }: Turn, till: Till): Basket[][] {
  return [...[skuId, null].map((id) => basketOf([{ productId, skuId: id, quantity: 1 }], till)), []]
}

function judgeAt(it: Case): Pick<Verdict, 'figures' | 'amounts' | 'faults'> {
  const { turn, till } = it
  const names = [...till.books.products.values()].map(({ title }) => title)
  const titles = titlesAt(till)
  const longest = [...names, ...titles].toSorted((one, other) => other.length - one.length)
  const shown = turn.contents.map((content) => readShown(content, { names: longest, at: till.at }))
  const items = itemsOf(it)
  return {
    figures: shown.reduce((sum, { figures, topUps }) => sum + figures.length + 2 * topUps.length, 0),
    amounts: shown.flatMap(({ figures }) => figures.map(({ value }) => value)),
    faults: shown.flatMap((one) => [...faultsOf(one, items, it), ...titleFaults(one, it)]),
  }
}

function itemsOf({ turn, till, day, basket }: Case): () => Iterable<Item> {
  const productIds = [...new Set([...basket.map(({ productId }) => productId), turn.productId])]
  const now = [
    ...directItems(till),
    ...stockItems(till.books, productIds),
    ...unitItems(till, productIds),
    ...basketItems(basket, till),
  ]
  // Dear ones are reckoned only where the others do not explain what was said.
  let rest: Item[] | null = null
  return function* items() {
    yield* now
    rest ??= [...laterItems(basket, till), ...protectionItems(till, (at) => booksAt(day, at))]
    yield* rest
  }
}

export const booksAt = ({ changes, books }: Day, at: number): Books => {
  // What was written down before says when it was: nothing was written anew.
  const count = changes.filter((change) => Math.max(change.at, change.sentAt) <= at).length
  const held = books[count]
  if (!held) throw new Error('there is always a state')
  return held
}

function faultsOf(shown: Shown, items: () => Iterable<Item>, it: Case): Fault[] {
  const { figures, sources, topUps, takenBack } = shown
  const named = new Set(sources.map(({ sourceId }) => sourceId))
  const faults: Fault[] = []
  const add = (why: string, what: string) => faults.push({ why, what })
  if (figures.length + topUps.length > 0 && sources.length === 0) add('no record', shown.text)
  const isAhead = figures.some(({ role }) => role === 'time')
  for (const one of sources) {
    const wrong = recordFault(one, it, isAhead)
    if (wrong) add(wrong, `${one.sourceId} v${one.version}`)
  }
  for (const figure of figures) {
    if (!isExplained(figure, items(), named)) add('not what the records say', `${figure.role} ${figure.written}`)
  }
  for (const fen of takenBack) if (!it.turn.toldBefore.has(fen)) add('takes back what was not told', String(fen))
  for (const top of topUps) if (!isTopUp(top, it)) add('filled up otherwise', `${top.title} ${top.totalFen}`)
  return faults
}

function isExplained(figure: Figure, items: Iterable<Item>, named: ReadonlySet<string>): boolean {
  for (const item of items) if (explains(item, figure, named)) return true
  return false
}

const AHEAD_MS = 7 * 86_400_000

/** Whether the record named was there at this version, and held. */
function recordFault(
  { sourceId, version, validTo }: NamedSource,
  { till, turn }: Case,
  isAhead: boolean,
): string | null {
  const { books, at } = till
  if (validTo !== null && validTo <= at) return 'record has ended'
  if (sourceId.startsWith('product:')) {
    const product = books.products.get(sourceId.slice(8))
    return product && String(product.updatedAt) === version ? null : 'record of another version'
  }
  if (sourceId.startsWith('order:')) {
    const own = books.orders.get(turn.meant.customerId ?? '')?.find(({ orderId }) => `order:${orderId}` === sourceId)
    return own && String(own.paidAt) === version ? null : 'record of another version'
  }
  if (version !== String(books.version)) return 'record of another version'
  const row = rowOf(sourceId, till)
  if (!row) return 'no such record'
  const ahead = isAhead ? edgesAhead(till).filter((edge) => edge <= at + AHEAD_MS) : []
  if (![at, ...ahead].some((moment) => isInWindow(row, moment))) return 'record does not hold'
  const end = row.validTo === null ? Number.POSITIVE_INFINITY : Date.parse(row.validTo)
  return (validTo ?? Number.POSITIVE_INFINITY) > end ? 'said to hold longer than its record' : null
}

function rowOf(id: string, till: Till): Row | undefined {
  const { books } = till
  const row = books.rows.get(id)?.at(-1)
  if (row && !row.isWithdrawn) return row
  return heldIds(till).includes(id) ? row : undefined
}

/** 【…】 is the name of an offer: one that holds now, or that he holds. */
function titleFaults({ text }: Shown, { till }: Case): Fault[] {
  const said = [...text.matchAll(/【([^】]+)】/g)].map(([, title = '']) => title)
  const known = new Set(titlesAt(till))
  return said.filter((title) => !known.has(title)).map((title) => ({ why: 'no such offer', what: title }))
}

/** Names of offers that there are, and of those of which he keeps the terms. */
const titlesAt = (till: Till): string[] =>
  [...latestRows(till.books), ...keptRows(till)].flatMap(({ title }) => title ?? [])

function isTopUp(top: Shown['topUps'][number], { till, basket }: Case): boolean {
  const claims = claimable(till).map(({ id }) => id)
  for (const { productId, title, skus } of till.books.products.values()) {
    if (!top.title.startsWith(title)) continue
    for (const { skuId } of skus) {
      const filled = reckon([...basket, { productId, skuId, quantity: top.quantity }], till, { claims })
      const last = filled?.lines.at(-1)
      const goodsFen = last ? last.unitFen * last.quantity : null
      if (filled?.totalFen === top.totalFen && goodsFen === top.goodsFen) return true
    }
  }
  return false
}
