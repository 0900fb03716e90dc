import { z } from 'zod'
import {
  type Conversation,
  listConversations,
  listSessions,
  readLastMessages,
  readMessages,
  TALK_OUTCOMES,
} from '../../conversation/index.ts'
import { buyerId, sessionId, shopId } from '../../kernel/ids.ts'
import { defineRoute } from '../define-route.ts'
import { externalId, pageOf, paging, queryInstant, queryInt, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import { readReached } from '../talk/read-reached.ts'
import {
  conversationParams,
  conversationView,
  messageView,
  owner,
  sessionView,
  showConversation,
  showMessage,
  showSession,
} from '../views/conversation-views.ts'

const tag = 'Conversations'
const MOST_SEQ = 2_147_483_647

/** In a list: with what was said last. */
export const talkView = conversationView.extend({ last: messageView.nullable() }).strict()

/** Who talks with whom, and what was said. */
export const conversationRoutes = (): Route[] => [list(), readOne(), messages(), sessions()]

const list = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/conversations',
    name: 'listConversations',
    summary: 'Conversations in the order of their latest sessions, the latest first',
    tag,
    access: 'conversations:read',
    reach: 'filtered',
    query: z.strictObject({
      ...paging,
      shopId: shopId.optional(),
      owner: owner.optional(),
      buyerId: buyerId.optional(),
      /** The channel's own id of the buyer. */
      buyer: externalId.optional(),
      from: queryInstant.optional(),
      to: queryInstant.optional(),
      /** A word that was said, or the buyer's name; in the latest 2,000 conversations. */
      find: z.string().trim().min(1).max(100).optional(),
      /** What the robot did in one of its turns; `from` and `to` are then of the turn, else of the last message. */
      outcome: z.enum(TALK_OUTCOMES).optional(),
    }),
    responses: { 200: pageOf(talkView) },
    handler: async ({ query, actor, orgId, read }) => {
      const { limit, cursor, shopId: shop, buyer, ...filter } = query
      const after = readCursor(sessionId, cursor)
      const shopIds = shop === undefined ? actor.shopIds : [shop]
      const slice = { ...filter, orgId, shopIds, buyerRef: buyer, after, limit: limit + 1 }
      const { rows, last } = await read(async (tx) => {
        const found = await listConversations(tx, slice)
        return { rows: found, last: await readLastMessages(tx, orgId, found.slice(0, limit)) }
      })
      const show = (row: Conversation) => showTalk(row, last.get(row.conversationId))
      return {
        status: 200,
        body: showPage({ rows, limit, show, after: (row) => row.sessionId }),
      }
    },
  })

const showTalk = (row: Conversation, latest: Parameters<typeof showMessage>[0] | undefined) => ({
  ...showConversation(row),
  last: latest ? showMessage(latest) : null,
})

const readOne = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/conversations/:conversationId',
    name: 'readConversation',
    summary: 'One conversation: who answers, and how far it has come',
    tag,
    access: 'conversations:read',
    reach: 'filtered',
    params: conversationParams,
    responses: { 200: conversationView },
    handler: async ({ params, actor, orgId, read }) => ({
      status: 200,
      body: showConversation(await read((tx) => readReached(tx, { ...params, orgId }, actor))),
    }),
  })

const messages = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/conversations/:conversationId/messages',
    name: 'listMessages',
    summary: 'Messages after a number, in order and without gaps',
    tag,
    access: 'messages:read',
    reach: 'filtered',
    params: conversationParams,
    query: z.strictObject({ after_seq: queryInt(0, MOST_SEQ).default(0), limit: paging.limit }),
    responses: { 200: z.strictObject({ items: z.array(messageView), lastSeq: z.int() }) },
    handler: async ({ params, query, actor, orgId, read }) => {
      const slice = { ...params, orgId, afterSeq: query.after_seq, limit: query.limit }
      const body = await read(async (tx) => {
        const rows = await readMessages(tx, slice)
        // Read after them: never less than the last of them.
        const { lastSeq } = await readReached(tx, slice, actor)
        return { items: rows.map(showMessage), lastSeq }
      })
      return { status: 200, body }
    },
  })

const sessions = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/conversations/:conversationId/sessions',
    name: 'listSessions',
    summary: 'Sessions of a conversation, the latest first',
    tag,
    access: 'conversations:read',
    reach: 'filtered',
    params: conversationParams,
    query: z.strictObject(paging),
    responses: { 200: pageOf(sessionView) },
    handler: async ({ params, query, actor, orgId, read }) => {
      const { limit, cursor } = query
      const slice = { ...params, orgId, after: readCursor(sessionId, cursor), limit: limit + 1 }
      const rows = await read(async (tx) => {
        await readReached(tx, slice, actor)
        return listSessions(tx, slice)
      })
      return { status: 200, body: showPage({ rows, limit, show: showSession, after: (row) => row.sessionId }) }
    },
  })
