import { z } from 'zod'
import type {
  Band,
  Candidate,
  Context,
  Entity,
  Focus,
  HeardMessage,
  Pending,
  Turn,
  Understanding,
  Wanted,
} from '../dialogue/index.ts'
import { clauses, languageOf, normalise } from '../language/index.ts'
import { computeDemandState } from '../shop/index.ts'
import { resolveFocus } from './focus.ts'
import type { FocusHint } from './focus-clues.ts'
import { askedAnew } from './asked-anew.ts'
import { cartOf } from './cart-of.ts'
import { inTopic } from './in-topic.ts'
import { loneNumber } from './lone-number.ts'
import { withoutMention } from './without-mention.ts'
import { readWithoutGoods } from './without-goods.ts'

/** At most so many things are answered in one turn; the rest is asked again by the buyer. */
const MOST_WANTED = 3
const CANDIDATES = 4

const pendingValue: z.ZodType<Pending> = z.object({
  kind: z.enum(['product', 'order', 'meaning']),
  entryId: z.string().nullable(),
  options: z.array(z.object({ token: z.string(), value: z.string(), label: z.string() })),
  shown: z.int().min(0).optional(),
  text: z.string(),
})

/** From words and context to what is wanted, about what, in which mood and state. Pure. */
export function understand(turn: Turn, context: Context): Understanding {
  const spoken = turn.messages.filter((message) => textOf(message) !== null)
  const text = spoken.map((message) => textOf(message)).join('\n')
  const choice = choiceOf(turn)
  const pending = pendingOf(context)
  const { focus, entities } = resolveFocus(turn, context, {
    text,
    chosen: chosenThing(choice?.token ?? null, text, pending),
    pending,
  })
  const named = wordsNaming(focus, entities, context)
  const isReread = choice !== null && pending !== null && pending.entryId === null && pending.kind !== 'meaning'
  const read = isReread
    ? [readPart({ text: pending.text, seqs: turn.messages.map(({ seq }) => seq) }, context, named)]
    : toBeForgotten(readWanted(spoken, context, named), text, context)
  const wanted = askedAnew(read, { focus, entities, context })
  return {
    text: normalise(text).text,
    language: text.length > 0 ? languageOf(text) : context.shop.language,
    wanted,
    entities,
    focus,
    demandState: demandStateOf(context),
    emotion: context.knowledge.emotionOf(text),
    bare: normalise(text).isBare && spoken.length > 0 ? (text.match(/[?\uff1f]/) ? 'doubt' : 'sign') : null,
    other: turn.messages.map(({ content }) => content.kind).filter((kind) => kind !== 'text' && kind !== 'choice'),
    choice,
    pending,
    cart: cartOf({ text, focus, context, wanted, pending }),
  }
}

const textOf = ({ content }: HeardMessage): string | null => (content.kind === 'text' ? content.text : null)

function choiceOf(turn: Turn): Understanding['choice'] {
  const last = turn.messages.map(({ content }) => content).findLast((content) => content.kind === 'choice')
  return last?.kind === 'choice' ? { token: last.token, label: last.label } : null
}

function pendingOf(context: Context): Pending | null {
  const fact = context.memory.find(({ kind }) => kind === 'pending')
  return fact ? (pendingValue.safeParse(fact.value).data ?? null) : null
}

function demandStateOf(context: Context): Understanding['demandState'] {
  const orders = context.orders.map(({ order }) => order)
  const parcels = context.orders.flatMap((one) => one.parcels)
  const refunds = context.orders.flatMap((one) => one.refunds)
  const value = computeDemandState({ orders, parcels, refunds }, context.now)
  return { value, origin: orders.length > 0 ? 'orders' : 'none' }
}

/** An answer to what we asked: by the menu's token, by its number, or by its label. */
function chosenThing(token: string | null, text: string, pending: Pending | null): FocusHint['chosen'] {
  if (!pending || pending.kind === 'meaning') return null
  const option = chosenOption(token, text, pending)
  return option ? { kind: pending.kind, id: option.value } : null
}

function chosenOption(token: string | null, text: string, pending: Pending): Pending['options'][number] | null {
  if (token !== null) return pending.options.find((option) => option.token === token) ?? null
  const plain = normalise(text).text
  const number = /^\d{1,2}$/.test(plain) ? Number(plain) : 0
  return (
    pending.options[number - 1] ??
    pending.options.find((option) => normalise(option.label).text === plain && plain.length > 0) ??
    null
  )
}

/** What the words of this turn call a product and its variant, one after the other; null when they name none. */
function wordsNaming(
  { product }: Focus,
  entities: readonly Entity[],
  { catalogue, knowledge }: Context,
): string | null {
  const named = product?.origin === 'words' ? catalogue.product(product.id) : undefined
  const options = entities.filter(({ kind }) => kind === 'option').flatMap(({ value }) => value.split(' '))
  const words = [
    ...(named ? [named.title, ...(named.names ?? [])] : []),
    ...options.flatMap((value) => [value, ...(knowledge.optionWords.get(value) ?? [])]),
  ]
  return words.length > 0 ? words.join('|') : null
}

/** Scenario of the general pack; so sure a reading stands above every bar. */
const FORGET = 'general.act.forget'
const SURELY = 0.97
const LIKELY_FORGET = 0.1

/** "Delete what I said" is heard wherever it is one of the readings; some words say nothing else. */
function toBeForgotten(wanted: readonly Wanted[], text: string, { knowledge }: Context): readonly Wanted[] {
  const wish = knowledge.focus.wantsForgotten(normalise(text).text)
  const [first] = wanted
  if (wish === null || !first || !knowledge.entry(FORGET)) return wanted
  const readings = wanted.flatMap(({ best, rivals }) => [...(best ? [best] : []), ...rivals])
  const reading = readings.find(({ entryId }) => entryId === FORGET)
  if (wish === 'perhaps' && (reading?.confidence ?? 0) < LIKELY_FORGET) return wanted
  const best: Candidate = {
    entryId: FORGET,
    confidence: SURELY,
    score: reading?.score ?? 0,
    phrasing: reading?.phrasing ?? '',
  }
  return [{ ...first, best, band: 'answer', rivals: readings.filter((one) => one !== reading) }]
}

function readWanted(spoken: readonly HeardMessage[], context: Context, title: string | null): Wanted[] {
  const readOne = (part: { text: string; seqs: readonly number[] }) => readPart(part, context, title)
  const cut = (split: (text: string) => readonly string[]) =>
    spoken.flatMap((message) => split(textOf(message) ?? '').map((text) => ({ text, seqs: [message.seq] })))
  const parts = cut(clauses)
  const whole = { text: spoken.map(textOf).join(' '), seqs: spoken.map(({ seq }) => seq) }
  if (normalise(whole.text).isBare) return []
  const one = readOne(whole)
  const each = parts.length < 2 ? [] : parts.filter(isSaid).map(readOne)
  const sure = distinct(each.filter(({ band }) => band === 'answer'))
  if (sure.length > 1) return sure.slice(0, MOST_WANTED)
  const several = readPieces(cut(context.knowledge.pieces), parts.length, { readOne, context })
  if (several.length > 1 || several.some((piece) => asksForPerson(piece, context))) return several.slice(0, MOST_WANTED)
  const readings = [one, ...each, ...readJoined(spoken, { readOne, context })]
  // A greeting is surest of all, and not what its writer came for.
  const matters = readings.filter((reading) => reading.band === 'answer' && !isTalk(reading, context))
  const best = (matters.length > 0 ? matters : readings).reduce((a, b) => (certainty(b) > certainty(a) ? b : a))
  return [best]
}

/** One sentence sent in pieces, perhaps behind a greeting: read as if it had been sent whole. */
function readJoined(
  spoken: readonly HeardMessage[],
  { readOne, context }: { readOne: (part: Part) => Wanted; context: Context },
): Wanted[] {
  if (spoken.length < 2) return []
  const pieces = spoken.map((message) => ({ text: textOf(message) ?? '', seqs: [message.seq] }))
  const rest = pieces.filter((piece) => !isTalk(readOne(piece), context))
  if (rest.length === 0) return []
  return [readOne({ text: rest.map(({ text }) => text).join(''), seqs: rest.flatMap(({ seqs }) => seqs) })]
}

const isTalk = ({ best, band }: Wanted, { knowledge }: Context): boolean =>
  best !== null && band === 'answer' && knowledge.entry(best.entryId)?.kind === 'talk'

interface Part {
  readonly text: string
  readonly seqs: readonly number[]
}

const isSaid = ({ text }: Part): boolean => normalise(text).text.length > 1

/**
 * Several questions that no mark parts. A piece is less than its writer's sentence, so it counts only when it is a matter of
 * its own and surer than the bar, and one matter alone changes nothing; but whoever asks for a person beside it gets one.
 */
function readPieces(
  pieces: readonly Part[],
  parts: number,
  { readOne, context }: { readOne: (part: Part) => Wanted; context: Context },
): Wanted[] {
  if (pieces.length <= Math.max(1, parts) || pieces.length > MOST_PIECES) return []
  const sure = pieces
    .filter(isSaid)
    .map(readOne)
    .filter((one) => isOwnMatter(one, context) || asksForPerson(one, context))
  return distinct(sure)
}

const MOST_PIECES = 8
const SURE_PIECE = 0.75

function isOwnMatter({ best, band }: Wanted, context: Context): boolean {
  return best !== null && band === 'answer' && best.confidence >= SURE_PIECE && isMatter(best, context)
}

function asksForPerson({ best, band }: Wanted, { knowledge }: Context): boolean {
  if (best === null || band !== 'answer' || best.confidence < SURE_PIECE) return false
  const entry = knowledge.entry(best.entryId)
  return entry?.kind === 'act' && entry.handoff === 'always'
}

function isMatter(one: Candidate | undefined, { knowledge }: Context): boolean {
  const kind = one && knowledge.entry(one.entryId)?.kind
  return kind !== undefined && kind !== 'talk' && kind !== 'act'
}

const certain = (readings: readonly Candidate[]): number => readings[0]?.confidence ?? 0

const certainty = ({ best }: Wanted): number => best?.confidence ?? 0

function distinct(wanted: readonly Wanted[]): Wanted[] {
  const seen = new Map<string, Wanted>()
  for (const one of wanted) {
    const id = one.best?.entryId ?? ''
    const before = seen.get(id)
    if (!before || certainty(one) > certainty(before)) seen.set(id, one)
  }
  return [...seen.values()]
}

function readPart(
  { text, seqs }: { text: string; seqs: readonly number[] },
  context: Context,
  title: string | null,
): Wanted {
  const [best, ...rivals] = inTopic(bestReadings(text, context, title), context)
  return { text, seqs, best: best ?? null, rivals, band: bandOf(best, context) }
}

/** The name of a product is noise to the question about it: where one is named, the rest is read by itself as well. */
function bestReadings(text: string, context: Context, title: string | null): readonly Candidate[] {
  const number = loneNumber(normalise(text).text, context)
  if (number) return [number]
  return readWithoutGoods(text, withOrWithoutName(text, context, title), context)
}

function withOrWithoutName(text: string, context: Context, title: string | null): readonly Candidate[] {
  const whole = context.knowledge.match(text, CANDIDATES)
  const rest = title === null ? '' : withoutMention(text, title)
  if (normalise(rest).text.length < 2) return whole
  const bare = context.knowledge.match(rest, CANDIDATES)
  // "Do you have ... ?" without the name is small talk; with it, it is not.
  return isMatter(bare[0], context) && certain(bare) > certain(whole) ? bare : whole
}

function bandOf(best: Candidate | undefined, { shop }: Context): Band {
  if (!best) return 'unsure'
  if (best.confidence >= shop.answerThreshold) return 'answer'
  return best.confidence >= shop.confirmThreshold ? 'confirm' : 'unsure'
}
