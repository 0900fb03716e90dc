import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { newUuid } from '../../kernel/ids.ts'
import { content, inboundContent, reference } from '../../message/index.ts'
import { readBackendBuyer } from '../../shop/index.ts'
import { prepareTrial, type TrialDeps, type TrialState, type Tried, tryTurn } from '../../turn/index.ts'
import { defineRoute } from '../define-route.ts'
import { instantOut, plainId } from '../fields.ts'
import type { Route } from '../route.ts'
import { entryBody, entryId, readEntry } from '../views/knowledge-views.ts'
import { shopParams } from '../views/shop-views.ts'
import { showTrace, traceView } from '../views/turn-view.ts'

const LONGEST_SKIP_MS = 400 * 86_400_000
const instant = z.int().min(0)
const fact = z.strictObject({
  kind: z.string().max(100),
  key: z.string().max(300),
  value: z.unknown(),
  scope: z.literal('shop'),
  sourceTurn: z.string().max(100).nullable(),
  recordedAt: instant,
  expiresAt: instant.nullable(),
})
const trialState = z.strictObject({
  memory: z.array(fact).max(500),
  handling: z.enum(['robot', 'waiting', 'human']),
})
const NOTHING_YET: TrialState = { memory: [], handling: 'robot' }

const trialBody = z.strictObject({
  content: inboundContent,
  /** What stands on the buyer's screen. */
  reference: reference.optional(),
  /** The shop's own id of the buyer who is played; absent: a stranger. */
  customerId: plainId.optional(),
  channelKind: z.string().max(50).default('http'),
  /** How far the clock of the trial runs ahead of the server's, ms. */
  skipMs: z.int().min(0).max(LONGEST_SKIP_MS).default(0),
  /** `drafts`: as if every draft were published. */
  knowledge: z.enum(['published', 'drafts']).default('published'),
  /** An entry as somebody is typing it; `entryId` when it is stored already. */
  entry: entryBody.optional(),
  entryId: entryId.optional(),
  /** As the turn before gave it; absent: the first turn. */
  state: z.string().max(400_000).optional(),
})

const LONELY_ENTRY = { code: 'invalid-field', field: 'entryId', message: 'It goes with `entry`.' } as const

const triedView = z.strictObject({
  contents: z.array(content),
  why: traceView.nullable(),
  handling: z.enum(['robot', 'waiting', 'human']),
  memory: z.array(
    z.strictObject({ kind: z.string(), key: z.string(), value: z.unknown(), expiresAt: instantOut.nullable() }),
  ),
  /** The moment that was played. */
  at: instantOut,
  /** Opaque: send it with the next message. */
  state: z.string(),
})

/** The test chat: the path that answers buyers, on a clock and a memory of its own. */
export const trialRoutes = (deps: TrialDeps): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops/:shopId/trials',
    name: 'tryTurn',
    idempotency: 'own',
    summary: 'What the robot would say to this, and why; nothing is stored and nothing is sent',
    tag: 'Lab',
    access: 'shops:read',
    params: shopParams,
    body: trialBody,
    example: { content: { kind: 'text', text: 'When will it be sent?' }, knowledge: 'drafts' },
    responses: { 200: triedView },
    handler: async ({ params, body, orgId, at, read }) => {
      const moment = at + body.skipMs
      const shop = { ...params, orgId }
      const { customerId } = body
      if (customerId !== undefined && !(await read((tx) => readBackendBuyer(tx, shop, customerId)))) throw notFound()
      if (body.entryId !== undefined && !body.entry) throw new XiaoerError(LONELY_ENTRY)
      const state = readState(body.state)
      const entry = body.entry ? readEntry(body.entryId ?? newUuid(at), body.entry) : null
      const model = await prepareTrial({ shop, hasDrafts: body.knowledge === 'drafts', entry }, deps)
      const tried = tryTurn(
        {
          shop,
          content: body.content,
          reference: body.reference ?? null,
          customerId: body.customerId ?? null,
          channelKind: body.channelKind,
          state,
          at: moment,
        },
        model,
        deps,
      )
      return { status: 200, body: showTried(await tried.catch(blameState(body.state)), moment) }
    },
  }),
]

const showTried = ({ handled, state }: Tried, at: number) => ({
  contents: [...handled.reply.contents],
  // As it would come out of the log.
  why: showTrace(JSON.parse(JSON.stringify(handled.trace))),
  handling: state.handling,
  memory: state.memory.map(({ kind, key, value, expiresAt }) => ({
    kind,
    key,
    value,
    expiresAt: expiresAt === null ? null : toIso(expiresAt),
  })),
  at: toIso(at),
  state: JSON.stringify(state),
})

/** The values of a state are the path's own: what somebody else wrote into them may not even be read. */
const blameState =
  (text: string | undefined) =>
  (error: unknown): never => {
    if (text === undefined || error instanceof XiaoerError) throw error
    throw new XiaoerError(
      { code: 'invalid-field', field: 'state', message: 'This state is not ours.' },
      { cause: error },
    )
  }

function readState(text: string | undefined): TrialState {
  if (text === undefined) return NOTHING_YET
  const read = trialState.safeParse(unpack(text))
  if (!read.success)
    throw new XiaoerError({ code: 'invalid-field', field: 'state', message: 'This state is not ours.' })
  return read.data
}

function unpack(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
