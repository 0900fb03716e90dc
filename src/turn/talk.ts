import type { MemoryFact } from '../dialogue/index.ts'
import type { HeardMessage } from '../dialogue/index.ts'
import type { OpenedTalk } from '../conversation/index.ts'
import type { ChannelAccount } from '../message/index.ts'

/** A burst that is being collected: messages of one buyer that will be answered together. */
export interface OpenTurn {
  readonly turnId: string
  readonly claim: string
  readonly receivedAt: number
  /** Processes that had it, this one included. */
  readonly attempts: number
  readonly messages: HeardMessage[]
  epoch: number
  versions: { version: number; goodsVersion: number }
  /** When these were read. */
  versionsAt: number
  /** Messages on their way into the database. */
  writing: number
  /** One of its messages was refused and may be stored all the same: who answers from memory would leave it out for ever. */
  isUnsure: boolean
  dueAt: number
  /** Takes the planned start back. */
  cancel: (() => void) | null
}

/** A conversation as the process that owns it holds it. The database is the truth; this is what we know of it. */
export interface Talk {
  readonly account: Pick<ChannelAccount, 'orgId' | 'shopId' | 'channelId' | 'kind' | 'quietMs'>
  readonly conversationId: string
  readonly buyerId: string
  readonly buyerRef: string
  name: string | null
  customerId: string | null
  owner: 'robot' | 'waiting' | 'human'
  sessionId: string
  lastAt: number
  readonly memory: Map<string, MemoryFact>
  open: OpenTurn | null
  /** The latest number of the talk that this process wrote or knows; null: none yet. */
  knownSeq: number | null
  /** The turn under way: the next one waits for it. */
  running: Promise<void>
  /** Somebody else changed it in the database (take-over, memory forgotten): read again before the next message. */
  isStale: boolean
}

export const factKey = (fact: { readonly kind: string; readonly key: string }): string => `${fact.kind} ${fact.key}`

export function talkOf(account: Talk['account'], buyerRef: string, opened: OpenedTalk): Talk {
  const facts = opened.memory.map(
    (row): MemoryFact => ({
      kind: row.kind,
      key: row.key,
      value: row.value,
      scope: 'shop',
      sourceTurn: row.source_turn,
      recordedAt: row.recorded_at,
      expiresAt: row.expires_at,
    }),
  )
  return {
    account,
    buyerRef,
    conversationId: opened.conversation_id,
    buyerId: opened.buyer_id,
    name: opened.name,
    customerId: opened.customer_id,
    owner: opened.owner,
    sessionId: opened.session_id ?? '',
    lastAt: opened.last_at,
    memory: new Map(facts.map((fact) => [factKey(fact), fact])),
    open: null,
    knownSeq: null,
    running: Promise.resolve(),
    isStale: false,
  }
}
