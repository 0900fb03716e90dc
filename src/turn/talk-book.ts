import type { OpenedTalk, TalkKey } from '../conversation/index.ts'
import { type BuyerId, type ConversationId, newId } from '../kernel/ids.ts'
import { type Talk, talkOf } from './talk.ts'

export interface Speaker {
  readonly account: Talk['account']
  readonly buyerRef: string
  readonly name: string | null
  readonly customerId: string | null
}

/** The conversations that this process holds; the longest silent are put out first, never one with a turn under way. */
export interface TalkBook {
  find(speaker: Speaker, at: number): Promise<Talk>
  byId(conversationId: string): Talk | undefined
  forget(conversationId: string): void
  readonly size: number
}

type Open = (key: TalkKey) => Promise<OpenedTalk>

export function createTalkBook(open: Open, most: number): TalkBook {
  const talks = new Map<string, Talk>()
  const ids = new Map<string, string>()
  const opening = new Map<string, Promise<Talk>>()
  const keep = (key: string, talk: Talk): void => {
    talks.delete(key)
    talks.set(key, talk)
    ids.set(talk.conversationId, key)
    if (talks.size > most) putOut(talks, ids)
  }
  return {
    async find(speaker, at) {
      const key = `${speaker.account.channelId} ${speaker.buyerRef}`
      const known = talks.get(key)
      if (known && isCurrent(known, speaker)) {
        keep(key, known)
        return known
      }
      const waiting = opening.get(key)
      if (waiting) return waiting
      const loading = (known ? renewTalk(known, open, { speaker, at }) : openTalk(open, speaker, at))
        .then((talk) => {
          keep(key, talk)
          return talk
        })
        .finally(() => opening.delete(key))
      opening.set(key, loading)
      return loading
    },
    byId: (conversationId) => talks.get(ids.get(conversationId) ?? ''),
    forget(conversationId) {
      talks.delete(ids.get(conversationId) ?? '')
      ids.delete(conversationId)
    },
    get size() {
      return talks.size
    },
  }
}

/** A name or a customer id that we did not know yet must be stored first. */
const isCurrent = (talk: Talk, { name, customerId }: Speaker): boolean =>
  !talk.isStale && (customerId === null || customerId === talk.customerId) && (name === null || name === talk.name)

async function openTalk(open: Open, { account, buyerRef, name, customerId }: Speaker, at: number): Promise<Talk> {
  const opened = await open({
    orgId: account.orgId,
    shopId: account.shopId,
    channelId: account.channelId,
    externalId: buyerRef,
    name,
    customerId,
    buyerId: newId<BuyerId>(at),
    conversationId: newId<ConversationId>(at),
    at,
  })
  return talkOf(account, buyerRef, opened)
}

/** The object stays the same: a turn under way holds it, and the next one must wait for that. */
async function renewTalk(talk: Talk, open: Open, { speaker, at }: { speaker: Speaker; at: number }): Promise<Talk> {
  const wasStale = talk.isStale
  // Taken back before the reading: what changes while we read marks it anew.
  talk.isStale = false
  try {
    const read = await openTalk(open, speaker, at)
    Object.assign(talk, { name: read.name, customerId: read.customerId })
    if (wasStale) adopt(talk, read)
    return talk
  } catch (error) {
    talk.isStale = wasStale
    throw error
  }
}

function adopt(talk: Talk, read: Talk): void {
  const { owner, sessionId } = read
  Object.assign(talk, { owner, sessionId, lastAt: Math.max(talk.lastAt, read.lastAt) })
  talk.memory.clear()
  for (const [key, fact] of read.memory) talk.memory.set(key, fact)
}

function putOut(talks: Map<string, Talk>, ids: Map<string, string>): void {
  for (const [key, talk] of talks) {
    if (talk.open) continue
    talks.delete(key)
    ids.delete(talk.conversationId)
    return
  }
}
