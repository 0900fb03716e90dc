import { createHash } from 'node:crypto'
import { findRepeated, type Heard, type HeardRow, type Repeated } from '../conversation/index.ts'
import { XiaoerError } from '../kernel/errors.ts'
import { type MessageId, newId, newUuid, type SessionId, type TurnId } from '../kernel/ids.ts'
import type { InboundMessage } from '../message/index.ts'
import type { House } from './house.ts'
import { runTurn } from './run-turn.ts'
import type { OpenTurn, Talk } from './talk.ts'
import type { Speaker } from './talk-book.ts'

/** What a 2xx of ours says: the message and its due turn are committed. */
export interface Ack {
  readonly messageId: string
  readonly id: string
  readonly seq: number
  readonly conversationId: string
  readonly turnId: string
  readonly duplicate: boolean
}

/** How long a process has a turn for itself before others may take it for lost. */
export const TURN_CLAIM_MS = 8000
const KEY_KEPT_MS = 72 * 3_600_000
/** However long somebody types on, after so long he gets an answer. */
const LONGEST_BURST_MS = 10_000

/**
 * Takes a buyer's message in: once per platform id, in the order in which it came, joined with its burst. Throws
 * `idempotency-mismatch` when a known id comes with another body; any other throw means that nothing was acknowledged.
 */
export async function receive(account: Talk['account'], message: InboundMessage, house: House): Promise<Ack> {
  const at = house.clock.now()
  const [talk, model] = await Promise.all([
    house.talks.find(speakerOf(account, message), at),
    house.models.get(account),
  ])
  const quietMs = account.quietMs ?? model.quietMs
  const opensSession = talk.sessionId === '' || at - talk.lastAt > model.sessionGapMs
  const closesSession = opensSession && talk.sessionId !== ''
  if (opensSession) talk.sessionId = newId<SessionId>(at)
  talk.lastAt = at
  const open = talk.open ?? openTurn(talk, at)
  const heard = heardOf({
    account,
    message,
    talk,
    open,
    at,
    quietMs,
    opensSession,
    closesSession,
    claimMs: house.claimMs,
  })
  open.writing += 1
  try {
    const row = await store(heard, { talk, open, house })
    if (isOfAnother(row, heard)) return repeatedAck(row, heard)
    return joinTurn({ message, id: heard.messageId, row, at, quietMs }, { talk, open, house })
  } finally {
    open.writing -= 1
    settleBurst(talk, open, house)
  }
}

interface Place {
  readonly talk: Talk
  readonly open: OpenTurn
  readonly house: House
}

async function store(heard: Heard, { talk, open, house }: Place): Promise<HeardRow | Repeated> {
  try {
    const row = (await house.hear(heard)) ?? (await firstOf(heard, house))
    if (isOfAnother(row, heard)) return row
    if (row.session_id && heard.opensSession) talk.sessionId = row.session_id
    const { kind, orgId, channelId } = talk.account
    const opening = house.openWindow({ kind, orgId, channelId, buyerId: talk.buyerId, at: heard.storedAt })
    if (opening) await opening
    return row
  } catch (error) {
    // The session was not opened after all: the next message opens it.
    if (heard.opensSession) talk.sessionId = ''
    open.isUnsure = true
    throw error
  }
}

const isOfAnother = (row: HeardRow | Repeated, { messageId }: Heard): row is Repeated =>
  'message_id' in row && row.message_id !== messageId

/**
 * What stands under a key that was known. It may be this very message: where the answer to a commit was lost, the batch is
 * written again, and finds itself.
 */
async function firstOf(heard: Heard, { hot }: House): Promise<Repeated> {
  const first = await findRepeated(hot, heard)
  if (!first) throw new XiaoerError({ code: 'overloaded' })
  return first
}

const speakerOf = (account: Talk['account'], { buyer }: InboundMessage): Speaker => ({
  account,
  buyerRef: buyer.id,
  name: buyer.name ?? null,
  customerId: buyer.customerId ?? null,
})

interface Hearing {
  readonly account: Talk['account']
  readonly message: InboundMessage
  readonly talk: Talk
  readonly open: OpenTurn
  readonly at: number
  readonly quietMs: number
  readonly opensSession: boolean
  readonly closesSession: boolean
  readonly claimMs: number
}

function heardOf({ account, message, talk, open, at, quietMs, claimMs, ...session }: Hearing): Heard {
  const content = JSON.stringify(message.content)
  const reference = message.reference ? JSON.stringify(message.reference) : null
  const body = [content, reference ?? '', message.buyer.id].join('\n')
  return {
    orgId: account.orgId,
    shopId: account.shopId,
    channelId: account.channelId,
    conversationId: talk.conversationId,
    sessionId: talk.sessionId,
    opensSession: session.opensSession,
    closesSession: session.closesSession,
    turnId: open.turnId,
    claim: open.claim,
    messageId: newId<MessageId>(at),
    key: message.messageId,
    bodyDigest: createHash('sha256').update(body).digest('base64url'),
    content,
    reference,
    sentAt: message.at ?? at,
    storedAt: at,
    dueAt: at + quietMs,
    claimedUntil: at + (quietMs > 0 ? LONGEST_BURST_MS : 0) + claimMs,
    keepKeyUntil: at + KEY_KEPT_MS,
  }
}

function openTurn(talk: Talk, at: number): OpenTurn {
  const open: OpenTurn = {
    turnId: newId<TurnId>(at),
    claim: newUuid(at),
    receivedAt: at,
    attempts: 1,
    messages: [],
    epoch: 0,
    versions: { version: 0, goodsVersion: 0 },
    versionsAt: at,
    writing: 0,
    isUnsure: false,
    dueAt: at,
    cancel: null,
  }
  talk.open = open
  return open
}

interface Arrived {
  readonly message: InboundMessage
  readonly id: string
  readonly row: HeardRow | Repeated
  readonly at: number
  readonly quietMs: number
}

function joinTurn({ message, id, row, at, quietMs }: Arrived, { talk, open, house }: Place): Ack {
  talk.owner = row.owner
  open.epoch = row.epoch
  open.versions = { version: row.shop_version, goodsVersion: row.goods_version }
  open.versionsAt = house.clock.now()
  // Another process wrote in between: what we remember of the talk may be old.
  if (talk.knownSeq !== null && row.seq > talk.knownSeq + 1) talk.isStale = true
  talk.knownSeq = Math.max(talk.knownSeq ?? 0, row.seq)
  open.messages.push({
    messageId: id,
    seq: row.seq,
    content: message.content,
    reference: message.reference ?? null,
    at: message.at ?? at,
  })
  open.dueAt = Math.min(at + quietMs, open.receivedAt + LONGEST_BURST_MS)
  const ack = {
    messageId: message.messageId,
    id,
    seq: row.seq,
    conversationId: talk.conversationId,
    turnId: open.turnId,
    duplicate: false,
  }
  const { orgId, shopId, channelId } = talk.account
  house.announce({
    orgId,
    shopId,
    channelId,
    conversationId: talk.conversationId,
    messages: [{ id, seq: row.seq, role: 'buyer', content: message.content, at, turnId: open.turnId }],
  })
  return ack
}

/** Starts the turn when its burst is quiet and all of it is stored. */
function settleBurst(talk: Talk, open: OpenTurn, house: House): void {
  if (open.writing > 0 || talk.open !== open) return
  open.cancel?.()
  // Unsure: the sweeper reads what is stored and answers that.
  if (open.messages.length === 0 || open.isUnsure) {
    talk.open = null
    return
  }
  const waitMs = open.dueAt - house.clock.now()
  if (waitMs <= 0) startTurn(talk, open, house)
  else open.cancel = house.schedule(waitMs, () => startTurn(talk, open, house))
}

function startTurn(talk: Talk, open: OpenTurn, house: House): void {
  if (talk.open !== open || open.writing > 0) return
  talk.open = null
  // One turn at a time per conversation. `runTurn` never rejects: what it cannot do it leaves to the sweeper.
  talk.running = talk.running.then(() => runTurn(talk, open, house))
}

function repeatedAck(first: Repeated, { key, bodyDigest }: Heard): Ack {
  if (first.body_digest !== bodyDigest) {
    throw new XiaoerError({
      code: 'idempotency-mismatch',
      field: 'messageId',
      message: 'This messageId came before with another body.',
    })
  }
  const ids = { id: first.message_id, seq: first.seq, conversationId: first.conversation_id, turnId: first.turn_id }
  return { messageId: key, ...ids, duplicate: true }
}
