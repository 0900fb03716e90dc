import { type DeliveryId, type MessageId, newId } from '../kernel/ids.ts'
import { CLAIM_MS, type DeliveryJob } from '../delivery/index.ts'
import type { SettledRow, SettledTurn } from '../conversation/index.ts'
import type { Content } from '../message/index.ts'
import type { Advice, Advisor, Context, Turn } from '../dialogue/index.ts'
import { apologise } from './apologise.ts'
import { type Handled, handleTurn } from './handle-turn.ts'
import { headline } from './headline.ts'
import type { StoredMessage } from './announcement.ts'
import type { House } from './house.ts'
import { recall } from './recall.ts'
import { isUnsure, seekAdvice } from './seek-advice.ts'
import { readVersionsInView } from '../shop/index.ts'
import { storedJson } from './stored-json.ts'
import { factKey, type OpenTurn, type Talk } from './talk.ts'

const ONE_BREATH_MS = 20

/**
 * Answers one turn: recall, think, settle in one batch, hand over to delivery. Never rejects: whatever fails before the
 * commit leaves the turn due, and the sweeper takes it after its claim has run out.
 */
export async function runTurn(talk: Talk, open: OpenTurn, house: House): Promise<void> {
  const { orgId, shopId, channelId } = talk.account
  // Field by field here and below: copying whole objects was a tenth of what a turn costs.
  const turn: Turn = {
    orgId,
    shopId,
    channelId,
    conversationId: talk.conversationId,
    buyerId: talk.buyerId,
    turnId: open.turnId,
    sessionId: talk.sessionId,
    epoch: open.epoch,
    messages: open.messages.toSorted((a, b) => a.seq - b.seq),
    receivedAt: open.receivedAt,
  }
  try {
    let context = await look(turn, { talk, open, house })
    let handled = think(turn, { context }, house)
    if (house.advisor !== null && isUnsure(handled, context)) {
      ;({ handled, context } = await consult({ turn, talk, open, first: { handled, context } }, house.advisor, house))
    }
    const isPulled = await house.isPulled(talk.account.channelId)
    // Not the moment at which its context was read: on a busy machine seconds lie between, and reply times are counted by it.
    const at = house.clock.now()
    const deliveryClaimMs = Math.max(CLAIM_MS, house.claimMs)
    const settled = settledTurn({ turn, open, handled, at, isPulled, deliveryClaimMs })
    const row = await house.settle(settled)
    finish({ talk, turn, handled, settled, row }, house)
  } catch (error) {
    house.logger.error({ err: error, turnId: turn.turnId }, 'turn failed and stays due')
    house.talks.forget(talk.conversationId)
    house.outcomes.settle({ turnId: turn.turnId, handled: null, messages: [] })
  }
}

interface Opened {
  readonly talk: Talk
  readonly open: OpenTurn
  readonly house: House
}

async function look(turn: Turn, { talk, open, house }: Opened): Promise<Context> {
  const now = house.clock.now()
  if (talk.isStale) await house.talks.find(talk, now)
  const model = await house.models.get(talk.account, await versionsNow(talk, open, house))
  return recall({ turn, talk, model, now, hot: house.hot })
}

interface Consulting {
  readonly turn: Turn
  readonly talk: Talk
  readonly open: OpenTurn
  readonly first: Thought
}

interface Thought {
  readonly handled: Handled
  readonly context: Context
}

/**
 * No transaction and no batch is open meanwhile; only this conversation waits. What was said is read on the shop as it is after
 * the wait: prices and offers may have changed.
 */
async function consult({ turn, talk, open, first }: Consulting, advisor: Advisor, house: House): Promise<Thought> {
  const { handled, context } = first
  const answers = (advice: Advice) => isBetter(think(turn, { context, advice }, house), context)
  const now = context.now
  const advice = await seekAdvice({ turn, context, first: handled, now }, advisor, answers).catch((error: unknown) => {
    house.logger.error({ err: error, turnId: turn.turnId }, 'no advice')
    return null
  })
  const later = await look(turn, { talk, open, house })
  const after = think(turn, { context: later, advice }, house)
  return {
    handled: advice === null || isBetter(after, later) ? after : think(turn, { context: later }, house),
    context: later,
  }
}

/** An answer, a person, or the question which thing is meant: not another shrug, and no small talk. */
const isBetter = (handled: Handled, context: Context): boolean =>
  !isUnsure(handled, context) &&
  (handled.reply.isSubstance || handled.decision.acts.some(({ kind }) => FURTHER.has(kind)))

const FURTHER: ReadonlySet<string> = new Set(['ask', 'hand-off', 'acknowledge'])

/** A turn that did not begin in one breath with its message (it waited for a burst, or another turn) looks again. */
async function versionsNow({ account }: Talk, open: OpenTurn, { clock, hot }: House): Promise<OpenTurn['versions']> {
  if (clock.now() - open.versionsAt < ONE_BREATH_MS) return open.versions
  return (await readVersionsInView(hot, account)) ?? open.versions
}

interface Seeing {
  readonly context: Context
  readonly advice?: Advice | null
}

/** A bug of ours must not cost the buyer an answer: he gets a person, we get the stack. */
function think(turn: Turn, { context, advice = null }: Seeing, house: House): Handled {
  try {
    return handleTurn(turn, context, advice)
  } catch (error) {
    house.logger.error({ err: error, turnId: turn.turnId }, 'the path threw; the buyer is handed to a person')
    return apologise(turn, context)
  }
}

interface Settling {
  readonly turn: Turn
  readonly open: OpenTurn
  readonly handled: Handled
  readonly at: number
  readonly isPulled: boolean
  readonly deliveryClaimMs: number
}

function settledTurn({ turn, open, handled, at, isPulled, deliveryClaimMs }: Settling): SettledTurn {
  const { reply, trace } = handled
  const { decision, intent, scenario, confidence } = headline(handled)
  return {
    orgId: turn.orgId,
    shopId: turn.shopId,
    channelId: turn.channelId,
    conversationId: turn.conversationId,
    buyerId: turn.buyerId,
    sessionId: turn.sessionId,
    turnId: turn.turnId,
    epoch: turn.epoch,
    receivedAt: turn.receivedAt,
    claim: open.claim,
    attempts: open.attempts,
    at,
    decision,
    intent,
    scenario,
    confidence,
    trace: JSON.stringify(trace),
    handsOff: reply.handOff !== null,
    messages: reply.contents.map((content) => ({ messageId: newId<MessageId>(at), content: storedJson(content) })),
    deliveryId: newId<DeliveryId>(at),
    deliveryClaimedUntil: at + deliveryClaimMs,
    isPulled,
    remember: reply.remember.map(({ kind, key, value, expiresAt }) => ({
      kind,
      key,
      value: storedJson(value),
      expiresAt,
    })),
    forget: reply.forget,
  }
}

interface Finished {
  readonly talk: Talk
  readonly turn: Turn
  readonly handled: Handled
  readonly settled: SettledTurn
  readonly row: SettledRow | null
}

function finish(finished: Finished, house: House): void {
  const { talk, turn, handled, settled, row } = finished
  if (!row?.is_open) {
    // Answered elsewhere, or taken over by a person: what we hold of the talk may be old.
    house.talks.forget(talk.conversationId)
    house.outcomes.settle({ turnId: turn.turnId, handled: null, messages: [] })
    return
  }
  applyMemory(talk, handled)
  talk.knownSeq = Math.max(talk.knownSeq ?? 0, row.first_seq + handled.reply.contents.length - 1)
  if (handled.reply.handOff !== null && talk.owner === 'robot') talk.owner = 'waiting'
  const messages = storedMessages(finished, row.first_seq)
  if (messages.length > 0) {
    const { orgId, shopId, channelId, conversationId } = turn
    house.announce({ orgId, shopId, channelId, conversationId, messages })
    if (!settled.isPulled) house.dispatch([jobOf(finished, { messages, isAhead: !row.has_earlier })])
  }
  house.wakeHandlers()
  house.outcomes.settle({ turnId: turn.turnId, handled, messages })
}

function applyMemory(talk: Talk, { reply }: Handled): void {
  for (const fact of reply.forget) talk.memory.delete(factKey(fact))
  for (const fact of reply.remember) talk.memory.set(factKey(fact), fact)
}

function storedMessages({ turn, handled, settled }: Finished, firstSeq: number): StoredMessage[] {
  return handled.reply.contents.map((content, place) => ({
    id: settled.messages[place]?.messageId ?? '',
    seq: firstSeq + place,
    role: 'robot',
    content,
    at: settled.at,
    turnId: turn.turnId,
  }))
}

interface Sayable {
  readonly messages: readonly StoredMessage[]
  readonly isAhead: boolean
}

function jobOf({ talk, turn, handled, settled }: Finished, { messages, isAhead }: Sayable): DeliveryJob {
  const contents: readonly Content[] = handled.reply.contents
  return {
    orgId: turn.orgId,
    shopId: turn.shopId,
    channelId: turn.channelId,
    conversationId: turn.conversationId,
    deliveryId: settled.deliveryId,
    turnId: turn.turnId,
    seqs: messages.map(({ seq }) => seq),
    messageIds: messages.map(({ id }) => id),
    contents,
    role: 'robot',
    epoch: turn.epoch,
    buyerId: talk.buyerId,
    buyerRef: talk.buyerRef,
    attempts: 0,
    createdAt: settled.at,
    isAhead,
  }
}
