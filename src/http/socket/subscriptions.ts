import type { ChannelAccount } from '../../message/index.ts'
import type { Announcement, StoredMessage } from '../../turn/index.ts'
import { announcementTexts, type FrameProblem, messageText, type SubscribeFrame } from './frames.ts'
import type { Gateway } from './gateway.ts'
import type { Outgoing } from './outgoing.ts'

/** What one socket wants to hear. */
export interface Subscriptions {
  /** Resolves when what was missed is written; null, or why not. */
  subscribe(frame: SubscribeFrame): Promise<FrameProblem | null>
  close(): void
}

interface Following {
  /** The last number that was written: what is not above it was said before. */
  lastSeq: number
  /** What was said while the log is being read; null when it is not. */
  meanwhile: Announcement[] | null
  readonly wants: (message: StoredMessage) => boolean
}

interface Hearing {
  readonly account: ChannelAccount
  readonly gateway: Gateway
  readonly outgoing: Outgoing
  readonly onError: (error: unknown) => void
}

/** A channel has no number of its own: each conversation counts for itself. */
const ONE_AT_A_TIME = 'A channel is heard from now on. Resume each conversation by its own afterSeq.'
const PAGE = 200
const MOST_FOLLOWED = 2000
const MOST_MEANWHILE = 1000

/**
 * Listens before it reads: what is committed while the log is being read is in what is read, or was heard meanwhile.
 * Numbers have no gaps, so a live message that is not the next one is a reason to read again.
 */
export function createSubscriptions(hearing: Hearing): Subscriptions {
  const followed = new Map<string, Following>()
  let all: ((message: StoredMessage) => boolean) | null = null
  const hear = (announcement: Announcement): void => {
    const following = followed.get(announcement.conversationId)
    if (following) follow(following, announcement, hearing)
    else if (all) pass(announcement, all, hearing.outgoing)
  }
  const stop = hearing.gateway.listen(hearing.account.channelId, hear)
  return {
    async subscribe(frame) {
      const wants = wanted(frame)
      if (frame.conversationId === undefined) {
        if (frame.afterSeq !== undefined)
          return { code: 'invalid-field', message: ONE_AT_A_TIME, field: 'conversationId' }
        all = wants
        return null
      }
      if (followed.get(frame.conversationId)?.meanwhile)
        return { code: 'conflict', message: 'This conversation is being read already.' }
      if (followed.size >= MOST_FOLLOWED)
        return { code: 'unprocessable', message: 'This socket follows enough conversations: follow the channel.' }
      const following: Following = { lastSeq: frame.afterSeq ?? 0, meanwhile: null, wants }
      followed.set(frame.conversationId, following)
      if (await catchUp(frame.conversationId, following, hearing)) return null
      followed.delete(frame.conversationId)
      return { code: 'not-found', message: 'There is no such conversation.', field: 'conversationId' }
    },
    close: stop,
  }
}

function wanted({ roles }: SubscribeFrame): (message: StoredMessage) => boolean {
  if (!roles) return () => true
  const heard: ReadonlySet<string> = new Set(roles)
  return (message) => heard.has(message.role)
}

function pass(announcement: Announcement, wants: (message: StoredMessage) => boolean, outgoing: Outgoing): void {
  const texts = announcementTexts(announcement)
  for (const [at, message] of announcement.messages.entries()) {
    const text = texts[at]
    if (text !== undefined && wants(message)) outgoing.message(text)
  }
}

function follow(following: Following, announcement: Announcement, hearing: Hearing): void {
  if (following.meanwhile) {
    if (following.meanwhile.length < MOST_MEANWHILE) following.meanwhile.push(announcement)
    return
  }
  if (!say(following, announcement, hearing.outgoing)) {
    catchUp(announcement.conversationId, following, hearing).catch(hearing.onError)
  }
}

/** Writes what is new of it. False: something is missing before it. */
function say(following: Following, announcement: Announcement, outgoing: Outgoing): boolean {
  const texts = announcementTexts(announcement)
  for (const [at, message] of announcement.messages.entries()) {
    if (message.seq <= following.lastSeq) continue
    if (message.seq !== following.lastSeq + 1) return false
    const text = texts[at]
    if (text !== undefined && following.wants(message)) outgoing.message(text)
    following.lastSeq = message.seq
  }
  return true
}

/** Writes everything after `lastSeq` from the log, then what was heard meanwhile. False: no such conversation. */
async function catchUp(conversationId: string, following: Following, hearing: Hearing): Promise<boolean> {
  following.meanwhile = []
  try {
    for (;;) {
      const read = await readPage(conversationId, following, hearing)
      if (read === 'absent') return false
      if (read === 'all' && saidMeanwhile(following, hearing.outgoing)) return true
    }
  } finally {
    following.meanwhile = null
  }
}

async function readPage(
  conversationId: string,
  following: Following,
  hearing: Hearing,
): Promise<'absent' | 'more' | 'all'> {
  const { orgId, channelId } = hearing.account
  const query = { orgId, channelId, conversationId, afterSeq: following.lastSeq, most: PAGE }
  const missed = await hearing.gateway.messagesAfter(query)
  if (missed === null) return 'absent'
  for (const message of missed) {
    if (following.wants(message)) hearing.outgoing.message(messageText(conversationId, message))
    following.lastSeq = message.seq
  }
  return missed.length < PAGE ? 'all' : 'more'
}

/** False: too much was said to be remembered, or something is missing in it. The log has it. */
function saidMeanwhile(following: Following, outgoing: Outgoing): boolean {
  const heard = following.meanwhile ?? []
  if (heard.length < MOST_MEANWHILE && heard.every((each) => say(following, each, outgoing))) return true
  following.meanwhile = []
  return false
}
