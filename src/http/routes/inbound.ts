import { z } from 'zod'
import { channelId, conversationId, messageId, turnId } from '../../kernel/ids.ts'
import { type ChannelAccount, content, type InboundMessage } from '../../message/index.ts'
import type { Ack, Path } from '../../turn/index.ts'
import { bytes, definePublicRoute } from '../define-route.ts'
import { instantOut, queryInt } from '../fields.ts'
import { admitCaller, type Doorkeeper } from '../inbound/admit-caller.ts'
import { type Taken, type Waiting, waitForReply } from '../inbound/wait-for-reply.ts'
import { problemOf } from '../problem-of.ts'
import type { Route } from '../route.ts'

export interface InboundDeps extends Doorkeeper, Waiting {
  readonly path: Pick<Path, 'receive' | 'outcome'>
}

const MOST_WAIT_S = 30

const ack = z.strictObject({ messageId: z.string(), id: messageId, seq: z.int(), conversationId, turnId })
const refused = z.strictObject({
  messageId: z.string(),
  error: z.strictObject({ code: z.string(), message: z.string(), field: z.string().optional() }),
})
const reply = z.strictObject({
  turnId,
  decision: z.string(),
  intent: z.string().nullable(),
  scenario: z.string().nullable(),
  confidence: z.number(),
  messages: z.array(z.strictObject({ id: messageId, seq: z.int(), role: z.enum(['robot']), content, at: instantOut })),
})
const acks = z.array(z.union([ack, refused]))

/** Buyers speak. 2xx: what is acknowledged is committed, and will be answered once. */
export const inboundRoutes = (deps: InboundDeps): Route[] => [
  definePublicRoute({
    method: 'POST',
    path: '/api/v1/channels/:channelId/messages',
    name: 'receiveMessages',
    summary:
      'Messages of buyers, one or up to a hundred, signed (Standard Webhooks) or by API key; ?wait= for the reply',
    tag: 'Messages',
    params: z.strictObject({ channelId }),
    query: z.strictObject({ wait: queryInt(0, MOST_WAIT_S).default(0) }),
    body: bytes,
    idempotency: 'own',
    isSigned: true,
    example: { messageId: 'm-1', buyer: { id: 'visitor-7' }, content: { kind: 'text', text: 'Is it in stock?' } },
    responses: {
      200: z.strictObject({ acks, reply: reply.optional(), replies: z.array(reply).optional() }),
      202: z.strictObject({ acks }),
    },
    handler: async ({ params, query, body, headers, actor, at, signal, charge }) => {
      const { account, messages } = await admitCaller({ ...params, actor, headers, body, at, charge }, deps)
      const isSingle = messages.length === 1
      const isWaiting = query.wait > 0
      const results = await Promise.all(
        messages.map((message) => take({ message, account, isSingle, isWaiting }, deps)),
      )
      const shown = { acks: results.map(({ shown: one }) => one) }
      const taken = results.flatMap((one) => (one.taken ? [one.taken] : []))
      const replayed = taken.length > 0 && taken.every((one) => one.ack.duplicate)
      const extra = replayed ? { headers: { 'idempotent-replayed': 'true' } } : {}
      if (!isWaiting || taken.length === 0) return { status: 202, body: shown, ...extra }
      const replies = await waitForAll(
        taken,
        { orgId: account.orgId, waitMs: query.wait * 1000, signal: signal() },
        deps,
      )
      if (!replies) return { status: 202, body: shown, ...extra }
      return { status: 200, body: isSingle ? { ...shown, reply: replies[0] } : { ...shown, replies }, ...extra }
    },
  }),
]

interface Taking {
  readonly message: InboundMessage
  readonly account: ChannelAccount
  readonly isSingle: boolean
  readonly isWaiting: boolean
}

/** One bad message does not cost its neighbours: it is refused in its place. A single one is refused as a whole. */
async function take({ message, account, isSingle, isWaiting }: Taking, { path }: InboundDeps) {
  try {
    const got = await path.receive(account, message)
    const taken: Taken = { ack: got, outcome: isWaiting && !got.duplicate ? path.outcome(got.turnId) : null }
    return { shown: showAck(got), taken }
  } catch (error) {
    if (isSingle) throw error
    const { code, message: text, field } = problemOf(error)
    const told = { code, message: text, ...(field !== undefined && { field }) }
    return { shown: { messageId: message.messageId, error: told }, taken: null }
  }
}

const showAck = ({ messageId: given, id, seq, conversationId: conversation, turnId: turn }: Ack) => ({
  messageId: given,
  id,
  seq,
  conversationId: conversation,
  turnId: turn,
})

interface Patient {
  readonly orgId: string
  readonly waitMs: number
  readonly signal: AbortSignal
}

/** A reply for each turn that the messages began or joined; null: one of them was not in time. */
async function waitForAll(taken: readonly Taken[], { orgId, waitMs, signal }: Patient, deps: InboundDeps) {
  const turns = new Map(taken.map((one) => [one.ack.turnId, one]))
  const { over, cancel } = patience(waitMs, signal)
  try {
    const replies = await Promise.all([...turns.values()].map((one) => waitForReply(one, { orgId, over }, deps)))
    const inTime = replies.filter((one) => one !== undefined)
    return inTime.length === replies.length ? inTime : null
  } finally {
    cancel()
  }
}

function patience(waitMs: number, signal: AbortSignal): { over: Promise<void>; cancel(): void } {
  const stop = new AbortController()
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs)
    signal.addEventListener('abort', () => resolve(), { once: true, signal: stop.signal })
    stop.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
  return { over, cancel: () => stop.abort() }
}
