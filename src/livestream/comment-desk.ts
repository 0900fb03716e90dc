import type { AskedQuestion, Comment, CommentedRoom, Reading, WindowTally } from './comment.ts'
import { addComment, type CommentWindow, openWindow, type SaidAlike } from './comment-window.ts'
import { createSeenIds, type SeenIds } from './seen-ids.ts'

/** Comments of all rooms of this process: taken at once, read a window at a time. */
export interface CommentDesk {
  take(room: CommentedRoom, feed: CommentFeed): { readonly fresh: number; readonly doubled: number }
  /** Reads what came since. True: something came. */
  flush(): Promise<boolean>
  readonly size: { readonly rooms: number; readonly texts: number; readonly ids: number }
}

export interface CommentFeed {
  readonly comments: readonly Comment[]
  /** How many watch now, where the platform says it. */
  readonly viewers?: number | undefined
}

export interface CommentDeskOptions {
  /** What the robot makes of these words in this room. */
  read(room: CommentedRoom, text: string): Promise<Reading>
  /** Leads a viewer with a question of his own into the chat. */
  lead(room: CommentedRoom, comment: Comment): Promise<void>
  /** Stores what a window came to. */
  note(room: CommentedRoom, tally: WindowTally): Promise<void>
  onError(error: unknown): void
}

/** In a window no more is read than leaves the private chats their time; what is said most is read first. */
const MOST_READ = 60
const MOST_LED = 20
const MOST_IDS = 20_000
const MOST_ROOMS = 500

export function createCommentDesk(options: CommentDeskOptions): CommentDesk {
  const windows = new Map<string, CommentWindow>()
  const seen = new Map<string, SeenIds>()
  const idsOf = (key: string): SeenIds => {
    const known = seen.get(key) ?? createSeenIds(MOST_IDS)
    // The room that was heard last stands last; the longest silent one is forgotten first.
    seen.delete(key)
    seen.set(key, known)
    for (const oldest of seen.keys()) if (seen.size > MOST_ROOMS) seen.delete(oldest)
    return known
  }
  return {
    take(room, { comments, viewers }) {
      const key = `${room.shopId} ${room.roomId}`
      const ids = idsOf(key)
      const window = windows.get(key) ?? openWindow(room)
      windows.set(key, window)
      const fresh = comments.filter(({ id }) => ids.add(id))
      window.viewers = viewers ?? window.viewers
      window.received += comments.length
      window.doubled += comments.length - fresh.length
      for (const comment of fresh) addComment(window, comment)
      return { fresh: fresh.length, doubled: comments.length - fresh.length }
    },
    async flush() {
      const due = [...windows.values()]
      windows.clear()
      for (const window of due) await close(window, options).catch(options.onError)
      return due.length > 0
    },
    get size() {
      const texts = [...windows.values()].reduce((sum, { said }) => sum + said.size, 0)
      return { rooms: seen.size, texts, ids: [...seen.values()].reduce((sum, one) => sum + one.size, 0) }
    },
  }
}

async function close(window: CommentWindow, options: CommentDeskOptions): Promise<void> {
  const { room, received, doubled, viewers } = window
  const counts = { shared: 0, personal: 0, noise: 0, unread: window.unread }
  const questions = new Map<string, AskedQuestion>()
  let led = 0
  const byCount = [...window.said.values()].toSorted((a, b) => b.count - a.count)
  for (const [place, alike] of byCount.entries()) {
    if (place >= MOST_READ) {
      counts.unread += alike.count
      continue
    }
    const reading = await options.read(room, alike.text)
    counts[reading.kind] += alike.count
    if (reading.kind === 'shared') addQuestion(questions, { alike, room, questionId: reading.questionId })
    if (reading.kind === 'personal') led += await leadAll(alike, { room, left: MOST_LED - led, options })
    // The turns of private chats go on in between.
    await new Promise((next) => setImmediate(next))
  }
  await options.note(room, { received, doubled, viewers, ...counts, questions: [...questions.values()] })
}

interface Asked {
  readonly alike: SaidAlike
  readonly room: CommentedRoom
  readonly questionId: string
}

function addQuestion(questions: Map<string, AskedQuestion>, { alike, room, questionId }: Asked): void {
  const before = questions.get(questionId)
  questions.set(questionId, {
    questionId,
    productId: room.onAir ?? '',
    comments: (before?.comments ?? 0) + alike.count,
    sample: before?.sample ?? alike.text,
    firstAt: Math.min(before?.firstAt ?? alike.first.at, alike.first.at),
    lastAt: Math.max(before?.lastAt ?? alike.lastAt, alike.lastAt),
  })
}

interface Leading {
  readonly room: CommentedRoom
  /** How many more this window may lead. */
  readonly left: number
  readonly options: CommentDeskOptions
}

async function leadAll({ speakers }: SaidAlike, { room, left, options }: Leading): Promise<number> {
  if (room.channelId === null) return 0
  const led = speakers.slice(0, Math.max(0, left))
  for (const comment of led) await options.lead(room, comment).catch(options.onError)
  return led.length
}
