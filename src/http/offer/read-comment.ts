import type { Content } from '../../message/index.ts'
import type { CommentedRoom, Reading } from '../../livestream/index.ts'
import { readShop } from '../../shop/index.ts'
import type { Database } from '../../storage/index.ts'
import { type ShopModel, type ShopModels, type Tried, tryTurn } from '../../turn/index.ts'

export interface CommentReaderDeps {
  readonly database: Database
  readonly models: Pick<ShopModels, 'get'>
}

export interface CommentReader {
  read(room: CommentedRoom, text: string, at: number): Promise<Reading>
  /** What the robot says to it now, to everybody: by the ledger as it stands, whatever it said before. */
  answer(room: CommentedRoom, text: string, at: number): Promise<readonly Content[]>
}

const MOST_KNOWN = 2000
const OF_A_BUYER = new Set(['order', 'parcel', 'refund'])

/** Comments are read by the very path that answers chats, as said by a stranger who looks at what is on air. */
export function createCommentReader(deps: CommentReaderDeps): CommentReader {
  const known = new Map<string, Reading>()
  return {
    async read(room, text, at) {
      const model = await deps.models.get(room)
      const key = JSON.stringify([room.shopId, room.onAir, model.knowledge.version, text])
      const before = known.get(key)
      if (before) return before
      const { handled } = await tried(room, { text, at, model }, deps)
      const reading = readingOf(handled, model)
      for (const oldest of known.keys()) if (known.size >= MOST_KNOWN) known.delete(oldest)
      known.set(key, reading)
      return reading
    },
    async answer(room, text, at) {
      const { version, goodsVersion } = await deps.database.within([room.orgId], (tx) => readShop(tx, room))
      const model = await deps.models.get(room, { version, goodsVersion })
      return (await tried(room, { text, at, model }, deps)).handled.reply.contents
    },
  }
}

interface Trying {
  readonly text: string
  readonly at: number
  readonly model: ShopModel
}

function tried(room: CommentedRoom, { text, at, model }: Trying, deps: CommentReaderDeps): Promise<Tried> {
  const { orgId, shopId, roomId, onAir } = room
  return tryTurn(
    {
      shop: { orgId, shopId },
      content: { kind: 'text', text },
      reference: { roomId, ...(onAir !== null && { productId: onAir }) },
      ...{ customerId: null, channelKind: 'live', at },
      state: { memory: [], handling: 'robot' },
    },
    model,
    deps,
  )
}

/** A person, or a thing of his own: that is nothing for everybody's ears. */
function readingOf({ decision, reply }: Tried['handled'], { knowledge }: ShopModel): Reading {
  const { acts } = decision
  const isHandedOff = acts.some(({ kind }) => kind === 'hand-off')
  const isOwn = acts.some((act) => {
    if (act.kind === 'ask') return act.what === 'order'
    if (act.kind === 'acknowledge') return act.speech === 'order.unverified'
    return act.kind === 'answer' && OF_A_BUYER.has(knowledge.entry(act.entryId)?.needs ?? 'none')
  })
  if (isHandedOff || isOwn) return { kind: 'personal' }
  const [first] = acts
  if (!reply.isSubstance || !first) return { kind: 'noise' }
  if (first.kind === 'answer') return { kind: 'shared', questionId: first.entryId }
  if (first.kind === 'attribute') return { kind: 'shared', questionId: `attribute:${first.attributeId}` }
  return { kind: 'noise' }
}
