import { z } from 'zod'
import { type Conversation, findConversationOf } from '../../conversation/index.ts'
import type { StoredChannelAccount } from '../../delivery/index.ts'
import { toIso } from '../../kernel/clock.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { conversationId, messageId } from '../../kernel/ids.ts'
import { content, inboundContent, type InboundMessage, inboundMessage } from '../../message/index.ts'
import type { Database } from '../../storage/index.ts'
import type { StoredMessage } from '../../turn/index.ts'
import { definePublicRoute } from '../define-route.ts'
import { instantOut } from '../fields.ts'
import { problemOf } from '../problem-of.ts'
import type { RateLimit } from '../rate-limit.ts'
import type { Route } from '../route.ts'
import type { Gateway } from '../socket/gateway.ts'
import { createBuyerGateway } from './buyer-gateway.ts'
import type { LongPolls } from './long-polls.ts'
import type { ShopWindow, Visiting } from './shop-window.ts'
import { showTalk, talkView } from './start-session.ts'
import type { WaitingLine } from './waiting-line.ts'

export interface WidgetTalkDeps {
  readonly database: Database
  readonly window: ShopWindow
  readonly gateway: Gateway
  readonly rateLimit: RateLimit
  readonly polls: LongPolls
  readonly line: WaitingLine
}

const session = z.string().max(2000)
const MOST_A_PAGE = 100
const LONGEST_WAIT_S = 25
const shared = { tag: 'Widget', accepts: ['application/json', 'text/plain'], idempotency: 'own' } as const

/** The ways of a browser that no socket reaches: send by POST, read by long poll. The same messages, the same numbers. */
export const widgetTalkRoutes = (deps: WidgetTalkDeps): Route[] => [sendRoute(deps), pollRoute(deps)]

const ack = z.strictObject({ messageId: z.string(), id: messageId, seq: z.int(), conversationId })
const refused = z.strictObject({
  messageId: z.string(),
  error: z.strictObject({ code: z.string(), message: z.string(), field: z.string().optional() }),
})
const said = inboundMessage.omit({ buyer: true, at: true })

const sendRoute = (deps: WidgetTalkDeps): Route =>
  definePublicRoute({
    ...shared,
    method: 'POST',
    path: '/api/v1/widget/messages',
    name: 'sendWidgetMessages',
    summary: 'What the buyer of this session says; the same messageId again is the same message',
    body: z.strictObject({ session, items: z.array(said).min(1).max(20) }),
    example: { session: '…', items: [{ messageId: 'w-1', content: { kind: 'text', text: 'Is it in stock?' } }] },
    responses: { 202: z.strictObject({ acks: z.array(z.union([ack, refused])) }) },
    handler: async ({ body, at }) => {
      const visiting = await mustVisit(deps, body.session)
      const gateway = createBuyerGateway({ ...deps, ...visiting, conversationId: null, now: () => at })
      const acks = []
      // One after the other: a buyer's own order is kept.
      for (const item of body.items) acks.push(await take(gateway, visiting.account, item))
      return { status: 202, body: { acks } }
    },
  })

const message = z.strictObject({
  conversationId,
  seq: z.int(),
  id: messageId,
  role: z.enum(['buyer', 'robot', 'agent', 'system']),
  content: z.union([content, inboundContent]),
  at: instantOut,
})

const pollRoute = (deps: WidgetTalkDeps): Route =>
  definePublicRoute({
    ...shared,
    method: 'POST',
    path: '/api/v1/widget/poll',
    name: 'pollWidgetMessages',
    summary: 'Messages after a number; with waitS, the answer waits for the next one',
    body: z.strictObject({
      session,
      afterSeq: z.int().min(0).max(2_147_483_647),
      limit: z.int().min(1).max(MOST_A_PAGE).default(MOST_A_PAGE),
      waitS: z.int().min(0).max(LONGEST_WAIT_S).default(0),
    }),
    example: { session: '…', afterSeq: 0 },
    responses: { 200: z.strictObject({ conversation: talkView.nullable(), items: z.array(message), at: instantOut }) },
    handler: async ({ body, at, signal }) => {
      const visiting = await mustVisit(deps, body.session)
      const talk = await findTalk(deps, visiting)
      const items = talk ? await newsOf(talk, { ...body, signal: signal() }, deps) : []
      const now = items.length === 0 ? talk : await findTalk(deps, visiting)
      const shown = items.map((one) => showMessage(talk?.conversationId ?? '', one))
      const ahead = await deps.line.aheadOf(now)
      return { status: 200, body: { conversation: showTalk(now, ahead), items: shown, at: toIso(at) } }
    },
  })

interface Asking {
  readonly afterSeq: number
  readonly limit: number
  readonly waitS: number
  readonly signal: AbortSignal
}

/** Listens before it reads: nothing can slip in between. */
async function newsOf(talk: NonNullable<Found>, asking: Asking, deps: WidgetTalkDeps) {
  const enough = new AbortController()
  const signal = AbortSignal.any([asking.signal, enough.signal])
  const news = deps.polls.wait(talk, { waitMs: asking.waitS * 1000, signal })
  const items = await messagesOf(deps, talk, asking)
  const isWorthWaiting = items.length === 0 && asking.waitS > 0
  if (!isWorthWaiting) enough.abort()
  await news
  return isWorthWaiting ? messagesOf(deps, talk, asking) : items
}

/** Throws `not-signed-in`: the page starts a new session. */
async function mustVisit({ window }: WidgetTalkDeps, token: string): Promise<Visiting> {
  const visiting = await window.visiting(token)
  if (!visiting) throw new XiaoerError({ code: 'not-signed-in', field: 'session', message: 'Start a new session.' })
  return visiting
}

export type Found = (Conversation & { readonly orgId: string }) | undefined

export async function findTalk({ database }: Pick<WidgetTalkDeps, 'database'>, visiting: Visiting): Promise<Found> {
  const { orgId, channelId } = visiting.account
  const { buyerRef } = visiting.session
  const talk = await database.within([orgId], (tx) => findConversationOf(tx, { orgId, channelId, buyerRef }))
  return talk && { ...talk, orgId }
}

const messagesOf = async (
  { gateway }: WidgetTalkDeps,
  { orgId, channelId, conversationId: talk }: NonNullable<Found>,
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): Promise<readonly StoredMessage[]> =>
  (await gateway.messagesAfter({ orgId, channelId, conversationId: talk, afterSeq, most: limit })) ?? []

const showMessage = (talk: string, { seq, id, role, content: shown, at }: StoredMessage) => ({
  conversationId: conversationId.parse(talk),
  seq,
  id: messageId.parse(id),
  role,
  content: shown,
  at: toIso(at),
})

/** One bad message does not cost its neighbours. */
async function take(gateway: Gateway, account: StoredChannelAccount, item: Omit<InboundMessage, 'buyer' | 'at'>) {
  try {
    const got = await gateway.receive(account, { ...item, buyer: { id: 'browser' } })
    return {
      messageId: item.messageId,
      id: messageId.parse(got.id),
      seq: got.seq,
      conversationId: conversationId.parse(got.conversationId),
    }
  } catch (error) {
    const { code, message: text, field } = problemOf(error)
    return { messageId: item.messageId, error: { code, message: text, ...(field !== undefined && { field }) } }
  }
}
