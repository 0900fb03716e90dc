import type { MemoryFact, Turn } from '../dialogue/index.ts'
import { newUuid } from '../kernel/ids.ts'
import { type DraftFilter, type Entry, readShopKnowledge, withDrafts, withEntry } from '../knowledge/index.ts'
import type { InboundContent, Reference } from '../message/index.ts'
import { readShop } from '../shop/index.ts'
import type { Database } from '../storage/index.ts'
import { type Handled, handleTurn } from './handle-turn.ts'
import type { KnowledgeViews } from './knowledge-view.ts'
import { recall } from './recall.ts'
import type { ShopKey, ShopModel, ShopModels } from './shop-models.ts'
import { factKey, type Talk } from './talk.ts'

/** What a trial remembers between its turns. Nothing of it is stored: whoever tries hands it back with the next message. */
export interface TrialState {
  readonly memory: readonly MemoryFact[]
  readonly handling: Talk['owner']
}

/** What the robot knows in a trial. */
export interface TrialGround {
  readonly shop: ShopKey
  /** True: as if every draft were published; a filter: those that it lets through. */
  readonly hasDrafts: boolean | DraftFilter
  /** An entry of the shop as somebody is typing it. */
  readonly entry: Entry | null
}

export interface TrialTurn {
  readonly shop: ShopKey
  readonly content: InboundContent
  readonly reference: Reference | null
  /** The shop's own id of the buyer who is played; null = a stranger. */
  readonly customerId: string | null
  readonly channelKind: string
  readonly state: TrialState
  /** The moment that is played, epoch ms. */
  readonly at: number
}

export interface Tried {
  readonly handled: Handled
  readonly state: TrialState
}

export interface TrialDeps {
  readonly database: Database
  readonly models: Pick<ShopModels, 'get'>
  readonly knowledge: KnowledgeViews
}

/** The shop as a trial meets it: for all turns of a talk, or of many. */
export async function prepareTrial(ground: TrialGround, deps: TrialDeps): Promise<ShopModel> {
  const stored = await deps.models.get(ground.shop)
  const isOther = ground.hasDrafts !== false || ground.entry !== null
  const knowledge = isOther ? deps.knowledge.of(await knowledgeOf(ground, deps.database)) : stored.knowledge
  // A robot that is off is tried all the same: that is how one finds out whether it may go on.
  return { ...stored, knowledge, view: { ...stored.view, robotOn: true } }
}

/** One turn of the very path that answers buyers, with nothing written and nothing sent. */
export async function tryTurn(trial: TrialTurn, model: ShopModel, deps: Pick<TrialDeps, 'database'>): Promise<Tried> {
  const talk = talkOf(trial)
  const turn = turnOf(trial, talk)
  const context = await recall({ turn, talk, model, now: trial.at, hot: deps.database.hot })
  const handled = handleTurn(turn, context)
  return { handled, state: stateAfter(trial.state, handled) }
}

async function knowledgeOf({ shop, hasDrafts, entry }: TrialGround, database: Database) {
  const { groupId } = await database.within([shop.orgId], (tx) => readShop(tx, shop))
  const published = await readShopKnowledge(database, { ...shop, groupId })
  const filter = typeof hasDrafts === 'function' ? hasDrafts : undefined
  const drafted = hasDrafts
    ? await database.within([shop.orgId], (tx) => withDrafts(tx, { ...shop, groupId, filter }, published))
    : published
  return entry ? withEntry(drafted, entry, { orgId: shop.orgId, scope: 'shop', scopeId: shop.shopId }) : drafted
}

function talkOf({ shop, customerId, channelKind, state, at }: TrialTurn): Talk {
  const id = newUuid(at)
  return {
    account: { ...shop, channelId: id, kind: channelKind, quietMs: 0 },
    conversationId: id,
    buyerId: id,
    buyerRef: id,
    name: null,
    customerId,
    owner: state.handling,
    sessionId: id,
    lastAt: at,
    memory: new Map(state.memory.map((fact) => [factKey(fact), fact])),
    open: null,
    running: Promise.resolve(),
    isStale: false,
    knownSeq: null,
  }
}

const turnOf = ({ content, reference, at }: TrialTurn, talk: Talk): Turn => ({
  ...talk.account,
  conversationId: talk.conversationId,
  buyerId: talk.buyerId,
  turnId: newUuid(at),
  sessionId: talk.sessionId,
  epoch: 0,
  messages: [{ messageId: newUuid(at), seq: 1, content, reference, at }],
  receivedAt: at,
})

function stateAfter(before: TrialState, { reply }: Handled): TrialState {
  const memory = new Map(before.memory.map((fact) => [factKey(fact), fact]))
  for (const fact of reply.forget) memory.delete(factKey(fact))
  for (const fact of reply.remember) memory.set(factKey(fact), fact)
  const isHandedOff = reply.handOff !== null && before.handling === 'robot'
  return { memory: [...memory.values()], handling: isHandedOff ? 'waiting' : before.handling }
}
