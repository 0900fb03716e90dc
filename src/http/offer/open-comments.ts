import { XiaoerError } from '../../kernel/errors.ts'
import type { Clock } from '../../kernel/clock.ts'
import {
  type Comment,
  type CommentDesk,
  type CommentedRoom,
  createCommentDesk,
  noteWindow,
  takeUnanswered,
  type WindowTally,
} from '../../livestream/index.ts'
import type { AccountBook } from '../../delivery/index.ts'
import { appendEvents, createPoll, type Poll } from '../../storage/index.ts'
import type { Path } from '../../turn/index.ts'
import { type CommentReader, type CommentReaderDeps, createCommentReader } from './read-comment.ts'

export interface CommentTools extends CommentReaderDeps {
  readonly clock: Clock
  readonly accounts: Pick<AccountBook, 'find'>
  readonly path: Pick<Path, 'receive'>
  readonly onError: (error: unknown) => void
}

export interface Comments {
  readonly desk: CommentDesk
  readonly reader: CommentReader
  /** Reads what came, a window at a time. */
  readonly worker: Poll
}

/** Comments that come within it are read together. */
const WINDOW_MS = 2000

/** Comments of live rooms: read by the robot, counted by question, answered aloud once, led into the chat. */
export function openComments(tools: CommentTools): Comments {
  const reader = createCommentReader(tools)
  const desk = createCommentDesk({
    read: (room, text) => reader.read(room, text, tools.clock.now()),
    lead: (room, comment) => lead(room, comment, tools),
    note: (room, tally) => note({ room, tally }, { ...tools, reader }),
    onError: tools.onError,
  })
  return { desk, reader, worker: createPoll({ step: desk.flush, onError: tools.onError, gapMs: WINDOW_MS }) }
}

/** As if he had written it in the chat: the room is his entrance, and a repetition is the same message. */
async function lead(room: CommentedRoom, comment: Comment, { accounts, path }: CommentTools): Promise<void> {
  const account = await accounts.find(room.channelId ?? '')
  if (account?.shopId !== room.shopId) throw new XiaoerError({ code: 'not-found', field: 'channelId' })
  await path.receive(account, {
    messageId: `live:${room.roomId}:${comment.id}`.slice(0, 200),
    buyer: { id: comment.buyerId, ...(comment.name !== null && { name: comment.name }) },
    content: { kind: 'text', text: comment.text },
    reference: { roomId: room.roomId, ...(room.onAir !== null && { productId: room.onAir }) },
    scene: 'live_room',
    at: comment.at,
  })
}

interface Noting {
  readonly room: CommentedRoom
  readonly tally: WindowTally
}

/** What is asked often is answered aloud: an event, for whoever may write in the room. */
async function note({ room, tally }: Noting, tools: CommentTools & { reader: CommentReader }): Promise<void> {
  const { orgId, shopId, roomId } = room
  const at = tools.clock.now()
  const due = await tools.database.within([orgId], async (tx) => {
    await noteWindow(tx, room, { ...tally, at })
    return takeUnanswered(tx, room, at)
  })
  for (const { questionId, productId, sample, comments } of due) {
    const onAir = productId === '' ? null : productId
    const contents = await tools.reader.answer({ ...room, onAir }, sample, at)
    const body = { roomId, questionId, productId: onAir, comments, contents }
    const event = { type: 'live-room.answered' as const, orgId, shopId, key: `live-room:${shopId}:${roomId}`, at, body }
    await tools.database.within([orgId], (tx) => appendEvents(tx, [event]))
  }
}
