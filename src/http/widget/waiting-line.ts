import { type Conversation, listWaiting } from '../../conversation/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../../storage/index.ts'

export interface WaitingLine {
  /** How many of the shop are to be served before him; null: he does not wait, or nobody is counted any more. */
  aheadOf(talk: Waiting | undefined): Promise<number | null>
}

type Waiting = Pick<Conversation, 'conversationId' | 'shopId' | 'owner'> & { readonly orgId: string }

const TRUSTED_MS = 3000
const MOST_SHOPS = 5000

/** Counted once for all who ask within a moment: everybody who waits asks again and again. */
export function createWaitingLine(database: Database, clock: Clock): WaitingLine {
  const known = new Map<string, { readonly until: number; readonly line: Promise<readonly string[]> }>()
  const lineOf = ({ orgId, shopId }: Waiting): Promise<readonly string[]> => {
    const at = clock.now()
    const hit = known.get(shopId)
    if (hit && hit.until > at) return hit.line
    if (known.size >= MOST_SHOPS) known.clear()
    const line = database.within([orgId], (tx) => listWaiting(tx, { orgId, shopId }))
    known.set(shopId, { until: at + TRUSTED_MS, line })
    line.catch(() => known.delete(shopId))
    return line
  }
  return {
    async aheadOf(talk) {
      if (talk?.owner !== 'waiting') return null
      const place = (await lineOf(talk)).indexOf(talk.conversationId)
      return place < 0 ? null : place
    },
  }
}
