import { z } from 'zod'
import { adoptBuyer, type Conversation, findConversationOf } from '../../conversation/index.ts'
import type { StoredChannelAccount } from '../../delivery/index.ts'
import { toIso } from '../../kernel/clock.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { conversationId, newUuid, orgId, shopId } from '../../kernel/ids.ts'
import { chooseVariant } from '../../knowledge/index.ts'
import { fill } from '../../reply/index.ts'
import type { ShopModels } from '../../turn/index.ts'
import { definePublicRoute } from '../define-route.ts'
import { instantOut } from '../fields.ts'
import type { Route } from '../route.ts'
import { type Identity, readIdentity } from './identity-token.ts'
import { type WidgetSession, writeSession } from './session-token.ts'
import { checkOrigin, type ShopWindow } from './shop-window.ts'
import type { WaitingLine } from './waiting-line.ts'

const tokenText = z.string().max(2000)
const DAYS_30_MS = 30 * 24 * 3_600_000

export const talkView = z.strictObject({
  conversationId,
  /** Number of the last message. */
  lastSeq: z.int(),
  owner: z.enum(['robot', 'waiting', 'human']),
  /** Who waits for a person: how many are to be served before. */
  ahead: z.int().nullable(),
})
export const showTalk = (talk: Conversation | undefined, ahead: number | null) =>
  talk
    ? { conversationId: conversationId.parse(talk.conversationId), lastSeq: talk.lastSeq, owner: talk.owner, ahead }
    : null

export interface StartSessionDeps {
  readonly line: WaitingLine
  readonly window: ShopWindow
  readonly models: Pick<ShopModels, 'get'>
}

const startedView = z.strictObject({
  session: z.string(),
  isKnown: z.boolean(),
  name: z.string().nullable(),
  shop: z.strictObject({
    shopId,
    name: z.string(),
    language: z.enum(['zh', 'en']),
    greeting: z.string(),
    /** When people answer, in the shop's language and zone; empty: no hours are set. */
    hours: z.string(),
    utcOffsetMinutes: z.int(),
  }),
  conversation: talkView.nullable(),
  at: instantOut,
})

/** A page opens its chat window: who the buyer is, what he has with the shop, and in whose name it speaks. */
export const startSessionRoute = ({ window, models, line }: StartSessionDeps): Route =>
  definePublicRoute({
    method: 'POST',
    path: '/api/v1/widget/sessions',
    name: 'startWidgetSession',
    summary: 'Open or renew the session of a chat window: anonymous, or as the buyer whom the shop vouches for',
    tag: 'Widget',
    accepts: ['application/json', 'text/plain'],
    idempotency: 'own',
    body: z.strictObject({
      shopId,
      /** The one that the browser kept. */
      session: tokenText.optional(),
      /** JWT (HS256) signed with the channel's secret: `sub`, `name`, `exp`. */
      identity: tokenText.optional(),
    }),
    example: { shopId: '0190f5c2-0000-7000-8000-000000000000' },
    responses: { 200: startedView },
    handler: async ({ body, headers, at, read }) => {
      const account = await window.ofShop(body.shopId)
      checkOrigin(account, headers.origin, headers.host)
      const before = body.session === undefined ? null : await window.visiting(body.session)
      const visitor = before?.account.channelId === account.channelId ? before.session : null
      const identity = body.identity === undefined ? null : identityOf(account, body.identity, at)
      const session = sessionFor(account, { visitor, identity, at })
      const shop = await showShop(account, at, models)
      const known = identity && { ...identity, buyerRef: session.buyerRef }
      const talk = await read(orgId.parse(account.orgId), async (tx) => {
        if (known && visitor?.customerId === null) await adoptBuyer(tx, keyOf(account, visitor), known)
        return findConversationOf(tx, keyOf(account, session))
      })
      const ahead = await line.aheadOf(talk && { ...talk, orgId: account.orgId })
      const token = writeSession(account.secrets[0] ?? '', session)
      const who = { session: token, isKnown: session.customerId !== null, name: session.name }
      return { status: 200, body: { ...who, shop, conversation: showTalk(talk, ahead), at: toIso(at) } }
    },
  })

/** In whose name the window speaks, and how it says hello. */
async function showShop(account: StoredChannelAccount, at: number, models: StartSessionDeps['models']) {
  const { view, knowledge } = await models.get(account)
  const greeting = chooseVariant(knowledge.speech('greeting', view.language), { alreadyUsed: [], seed: at }) ?? ''
  return {
    shopId: shopId.parse(account.shopId),
    name: view.name,
    language: view.language,
    greeting: fill(greeting, new Map([['shop.name', view.name]])),
    hours: view.hoursText,
    utcOffsetMinutes: view.utcOffsetMinutes,
  }
}

const keyOf = ({ orgId: org, channelId }: StoredChannelAccount, { buyerRef }: WidgetSession) => ({
  orgId: org,
  channelId,
  buyerRef,
})

interface Coming {
  readonly visitor: WidgetSession | null
  readonly identity: Identity | null
  readonly at: number
}

function identityOf(account: StoredChannelAccount, jwt: string, at: number): Identity {
  const read = readIdentity(account.secrets, jwt, at)
  if (read.ok) return read.value
  const message = read.problem === 'over' ? 'The identity is over, or lasts more than a week.' : undefined
  throw new XiaoerError({ code: 'bad-signature', field: 'identity', ...(message && { message }) })
}

function sessionFor({ channelId }: StoredChannelAccount, { visitor, identity, at }: Coming): WidgetSession {
  const until = at + DAYS_30_MS
  if (identity) return { channelId, buyerRef: `u:${identity.customerId}`, ...identity, until }
  if (visitor) return { ...visitor, until }
  return { channelId, buyerRef: `v:${newUuid(at)}`, customerId: null, name: null, until }
}
