import { z } from 'zod'
import { closeSession, giveBack, postMessage, type Posted, takeOver } from '../../conversation/index.ts'
import { CLAIM_MS, type Delivery } from '../../delivery/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { type Content, content } from '../../message/index.ts'
import { type Actor, appendAudit } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import type { Announcement, Path, ShopModels } from '../../turn/index.ts'
import { defineRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { shown } from '../knowledge-figures.ts'
import { messageFigures, unproven, withSources } from '../message-figures.ts'
import { noticeOf, voiceOf } from '../talk/notice-of.ts'
import { readReached } from '../talk/read-reached.ts'
import {
  conversationParams,
  conversationView,
  messageView,
  sessionView,
  showConversation,
  showMessage,
  showSession,
} from '../views/conversation-views.ts'
import { figureView } from '../views/figure-views.ts'

export interface HandsDeps {
  readonly path: Pick<Path, 'renew' | 'idle'>
  readonly delivery: Pick<Delivery, 'dispatch' | 'idle'>
  readonly models: Pick<ShopModels, 'get'>
  announce(announcement: Announcement): void
}

const tag = 'Conversations'

/** From whose hands the buyer is served: a person takes a talk over, speaks, gives it back, and closes the session. */
export const handsRoutes = (deps: HandsDeps): Route[] => [take(deps), give(deps), weigh(deps), speak(deps), close(deps)]

const take = (deps: HandsDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/conversations/:conversationId/take-over',
    name: 'takeOver',
    summary: 'Answer in person: after this answer no robot message of an older turn appears',
    tag,
    access: 'conversations:write',
    reach: 'filtered',
    audit: 'conversation.taken-over',
    params: conversationParams,
    responses: { 200: conversationView },
    handler: async ({ params, actor, orgId, at, read, commit }) => {
      const key = { ...params, orgId }
      const voice = await read((tx) => voiceOf(tx, key, actor))
      const contents = [await noticeOf({ voice, speech: 'agent.joined', at }, deps.models)]
      const posted: Posted[] = []
      const reply = await commit(async (tx) => {
        await readReached(tx, key, actor)
        const { conversation, before } = await takeOver(tx, { ...key, by: actor.id, at })
        if (before !== 'human') posted.push(await postMessage(tx, { ...key, ...house(at), contents }))
        const detail = { before }
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'conversation.taken-over',
          target: params.conversationId,
          at,
          detail,
        })
        return { status: 200, body: showConversation(posted[0]?.conversation ?? conversation) }
      })
      // In this order: what was thought through is announced, what had passed the fence is out, then we say that it holds.
      await deps.path.idle(params.conversationId)
      await deps.delivery.idle(params.conversationId)
      deps.path.renew(params.conversationId)
      release(posted, deps)
      return reply
    },
  })

const give = (deps: HandsDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/conversations/:conversationId/give-back',
    name: 'giveBack',
    summary: 'Let the robot answer again; the buyer is told',
    tag,
    access: 'conversations:write',
    reach: 'filtered',
    audit: 'conversation.given-back',
    params: conversationParams,
    responses: { 200: conversationView },
    handler: async ({ params, actor, orgId, at, read, commit }) => {
      const key = { ...params, orgId }
      const voice = await read((tx) => voiceOf(tx, key, actor))
      const contents = [await noticeOf({ voice, speech: 'agent.left', at }, deps.models)]
      const posted: Posted[] = []
      const reply = await commit(async (tx) => {
        await readReached(tx, key, actor)
        const giving = { ...key, by: actor.id, at, isForced: mayForce(actor) }
        const { conversation, before } = await giveBack(tx, giving)
        if (before === 'human') posted.push(await postMessage(tx, { ...key, ...house(at), contents }))
        const detail = { before }
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'conversation.given-back',
          target: params.conversationId,
          at,
          detail,
        })
        return { status: 200, body: showConversation(posted[0]?.conversation ?? conversation) }
      })
      deps.path.renew(params.conversationId)
      release(posted, deps)
      return reply
    },
  })

const weigh = ({ models }: HandsDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/conversations/:conversationId/figures',
    name: 'checkMessageFigures',
    summary: 'What the ledger says to prices and offers in words that are about to be sent; nothing is stored',
    tag,
    access: 'messages:write',
    reach: 'filtered',
    params: conversationParams,
    body: z.strictObject({ text: z.string().max(4000) }),
    example: { text: 'It is 169 yuan tonight.' },
    responses: { 200: z.strictObject({ items: z.array(figureView) }) },
    handler: async ({ params, body, actor, orgId, at, read }) => {
      const conversation = await read((tx) => readReached(tx, { ...params, orgId }, actor))
      const figures = await messageFigures({ orgId, conversation, text: body.text, at }, { models, read })
      return { status: 200, body: { items: figures.map((one) => shown('text', one, one)) } }
    },
  })

const speak = (deps: HandsDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/conversations/:conversationId/messages',
    name: 'postMessage',
    summary: 'Speak to the buyer in person; take the conversation over first',
    tag,
    access: 'messages:write',
    reach: 'filtered',
    params: conversationParams,
    body: z.strictObject({ content }),
    example: { content: { kind: 'text', text: 'Hello, this is Lin. I am looking into it.' } },
    responses: { 201: messageView },
    handler: async ({ params, body, actor, orgId, at, read, commit }) => {
      const key = { ...params, orgId }
      const posted: Posted[] = []
      const conversation = await read((tx) => readReached(tx, key, actor))
      const written = { orgId, conversation, text: textOf(body.content), at }
      const figures = await messageFigures(written, { models: deps.models, read })
      const reply = await commit(async (tx) => {
        const said = {
          ...{ ...key, role: 'agent' as const, author: actor.id },
          contents: [withSources(body.content, figures)],
          at,
          claimMs: CLAIM_MS,
        }
        const post = await postMessage(tx, said)
        refuseOthers(post, actor)
        posted.push(post)
        const [message] = post.messages
        if (!message) throw new Error('a posted message is not there')
        await noteDoubt(tx, { ...key, actor, at, seq: message.seq, figures: unproven(figures) })
        return { status: 201, body: showMessage(message) }
      })
      deps.path.renew(params.conversationId)
      release(posted, deps)
      return reply
    },
  })

const textOf = (said: Content): string => (said.kind === 'text' ? said.text : '')

interface Doubt {
  readonly orgId: string
  readonly conversationId: string
  readonly actor: Actor
  readonly at: number
  readonly seq: number
  readonly figures: readonly string[]
}

/** Who says what the ledger has otherwise may be right; that he did stays on record. */
async function noteDoubt(tx: Tx, { orgId, conversationId, actor, at, seq, figures }: Doubt): Promise<void> {
  if (figures.length === 0) return
  const detail = { seq, figures }
  await appendAudit(tx, { orgId, actor, act: 'message.figures-unproven', target: conversationId, at, detail })
}

const close = (deps: HandsDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/conversations/:conversationId/close',
    name: 'closeSession',
    summary: 'Close the open session; who answers stays as it is, and the next message opens a new session',
    tag,
    access: 'conversations:write',
    reach: 'filtered',
    audit: 'conversation.closed',
    params: conversationParams,
    responses: { 200: sessionView },
    handler: async ({ params, actor, orgId, at, commit }) => {
      const key = { ...params, orgId }
      const reply = await commit(async (tx) => {
        await readReached(tx, key, actor)
        const session = await closeSession(tx, { ...key, at, by: actor.id })
        const { sessionId } = session
        const target = params.conversationId
        await appendAudit(tx, { orgId, actor, act: 'conversation.closed', target, at, detail: { sessionId } })
        return { status: 200, body: showSession(session) }
      })
      deps.path.renew(params.conversationId)
      return reply
    },
  })

const house = (at: number) => ({ role: 'system' as const, author: null, at, claimMs: CLAIM_MS })

/** A talk whose agent is away must not be lost: who leads the desk may give it back. */
const mayForce = (actor: Actor): boolean =>
  actor.kind === 'staff' && (actor.role === 'owner' || actor.role === 'supervisor')

// Looked at under the lock that the posting holds: throwing takes it all back.
function refuseOthers({ conversation }: Posted, actor: Actor): void {
  if (conversation.owner !== 'human') {
    throw new XiaoerError({ code: 'precondition-failed', message: 'Take the conversation over first.' })
  }
  if (conversation.assignedTo !== actor.id) throw new XiaoerError({ code: 'answered-by-other' })
}

/** After the commit: on its way to the buyer, and to whoever is connected. */
function release(posted: readonly Posted[], { announce, delivery }: HandsDeps): void {
  for (const { job, messages } of posted) {
    const { orgId, shopId, channelId, conversationId } = job
    announce({ orgId, shopId, channelId, conversationId, messages })
    delivery.dispatch([job])
  }
}
