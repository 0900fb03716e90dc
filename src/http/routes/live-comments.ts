import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { channelId } from '../../kernel/ids.ts'
import type { AccountBook } from '../../delivery/index.ts'
import {
  type CommentedRoom,
  type LiveQuestion,
  pinQuestion,
  readQuestions,
  readRoom,
  readTally,
} from '../../livestream/index.ts'
import { content } from '../../message/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute } from '../define-route.ts'
import { externalId, instantOut, plainId } from '../fields.ts'
import type { Comments } from '../offer/open-comments.ts'
import type { Route } from '../route.ts'
import { isoOrNull } from '../views/offer-views.ts'
import { shopParams } from '../views/shop-views.ts'

export interface LiveCommentDeps {
  readonly comments: Comments
  readonly accounts: Pick<AccountBook, 'find'>
}

const tag = 'Live rooms'
const root = '/api/v1/shops/:shopId/live-rooms/:roomId'
const roomParams = shopParams.extend({ roomId: externalId })
const words = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\0\p{Surrogate}]*$/u)
const comment = z.strictObject({
  /** The platform's own: the same id twice is the same comment. */
  id: externalId,
  buyer: z.strictObject({ id: externalId, name: words.max(100).optional() }),
  text: words,
  at: z.int().min(0).optional(),
})
const counts = {
  received: z.int(),
  doubled: z.int(),
  shared: z.int(),
  personal: z.int(),
  noise: z.int(),
  /** More than could be read in time. */
  unread: z.int(),
  /** How many watch, as the platform said last; null: it does not say. */
  viewers: z.int().nullable(),
}
const questionView = z.strictObject({
  /** The question as the knowledge calls it; `attribute:…` = about a property of the product. */
  questionId: z.string(),
  productId: z.string().nullable(),
  comments: z.int(),
  /** How one of them put it. */
  sample: z.string(),
  firstAt: instantOut,
  lastAt: instantOut,
  /** When it was last answered aloud (event `live-room.answered`). */
  answeredAt: instantOut.nullable(),
  pinnedAt: instantOut.nullable(),
  /** What the robot says to it now, by the ledger as it stands. */
  answer: z.array(content),
})

/** Comments of viewers: taken in batches, gathered into questions, answered once, pinned. */
export const liveCommentRoutes = (deps: LiveCommentDeps): Route[] => [takeRoute(deps), questionsRoute(deps), pinRoute()]

const takeRoute = ({ comments, accounts }: LiveCommentDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/comments`,
    name: 'takeComments',
    summary: 'Comments under a show, up to 500 a call; `channelId` = where these viewers can be answered in private',
    tag,
    access: 'messages:write',
    idempotency: 'own',
    params: roomParams,
    body: z.strictObject({
      channelId: channelId.optional(),
      /** How many watch now, where the platform says it. */
      viewers: z.int().min(0).max(1e9).optional(),
      comments: z.array(comment).min(1).max(500),
    }),
    example: { comments: [{ id: 'c-1', buyer: { id: 'v-7' }, text: 'How much is it?' }] },
    responses: { 202: z.strictObject({ received: z.int(), fresh: z.int(), doubled: z.int() }) },
    handler: async ({ params, body, orgId, at, read }) => {
      const ref = { ...params, orgId }
      const room = await read((tx) => readRoom(tx, ref))
      if (!room) throw notFound()
      if (room.state === 'ended') throw new XiaoerError({ code: 'conflict', message: 'The show has ended.' })
      const account = body.channelId === undefined ? null : await accounts.find(body.channelId)
      if (body.channelId !== undefined && (account?.orgId !== orgId || account.shopId !== params.shopId))
        throw new XiaoerError({ code: 'invalid-field', field: 'channelId', message: 'The shop has no such channel.' })
      const taken = comments.desk.take(
        { ...ref, onAir: room.onAir, channelId: body.channelId ?? null },
        {
          viewers: body.viewers,
          comments: body.comments.map(({ id, buyer, text, at: sentAt }) => ({
            ...{ id, buyerId: buyer.id, name: buyer.name ?? null, text, at: Math.min(sentAt ?? at, at) },
          })),
        },
      )
      return { status: 202, body: { received: body.comments.length, ...taken } }
    },
  })

const questionsRoute = ({ comments }: LiveCommentDeps): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/questions`,
    name: 'listLiveQuestions',
    summary: 'What viewers ask, pinned ones first, then by how many; with the answer that holds now',
    tag,
    access: 'offers:read',
    params: roomParams,
    responses: { 200: z.strictObject({ items: z.array(questionView), ...counts }) },
    handler: async ({ params, orgId, at, read }) => {
      const ref = { ...params, orgId }
      const found = await read(async (tx) => {
        const room = await readRoom(tx, ref)
        if (!room) throw notFound()
        return { questions: await readQuestions(tx, ref), tally: await readTally(tx, ref) }
      })
      const shown = found.questions.slice(0, MOST_SHOWN)
      const items = []
      for (const question of shown) items.push(await showQuestion(question, { ref, at, comments }))
      const { lastAt: _, ...tally } = found.tally ?? NOTHING
      return { status: 200, body: { items, ...tally } }
    },
  })

/** Each is thought through anew for its answer. */
const MOST_SHOWN = 30
const NOTHING = { received: 0, doubled: 0, shared: 0, personal: 0, noise: 0, unread: 0, viewers: null, lastAt: 0 }

interface Showing {
  readonly ref: Omit<CommentedRoom, 'onAir' | 'channelId'>
  readonly at: number
  readonly comments: Comments
}

async function showQuestion(question: LiveQuestion, { ref, at, comments }: Showing) {
  const productId = question.productId === '' ? null : question.productId
  const room = { ...ref, onAir: productId, channelId: null }
  const { questionId, comments: count, sample } = question
  return {
    ...{ questionId, productId, comments: count, sample },
    firstAt: toIso(question.firstAt),
    lastAt: toIso(question.lastAt),
    answeredAt: isoOrNull(question.announcedAt),
    pinnedAt: isoOrNull(question.pinnedAt),
    answer: [...(await comments.reader.answer(room, sample, at))],
  }
}

const pinRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/questions/pin`,
    name: 'pinLiveQuestion',
    summary: 'Pin the answer to a question, or take it down; what is pinned always says what holds now',
    tag,
    access: 'offers:write',
    audit: 'live-question.pinned',
    params: roomParams,
    body: z.strictObject({
      questionId: plainId,
      productId: plainId.nullable().default(null),
      isPinned: z.boolean(),
    }),
    example: { questionId: 'general.price', productId: 'p-1', isPinned: true },
    responses: { 200: z.strictObject({ isPinned: z.boolean() }) },
    handler: ({ params, body: { questionId, productId, isPinned }, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const named = { questionId, productId: productId ?? '', by: `${actor.kind}:${actor.id}` }
        const isThere = await pinQuestion(tx, { ...params, orgId }, { ...named, at: isPinned ? at : null })
        if (!isThere) throw notFound()
        const detail = { questionId, isPinned }
        await appendAudit(tx, { orgId, actor, act: 'live-question.pinned', target: params.roomId, at, detail })
        return { status: 200, body: { isPinned } }
      }),
  })
