import type { RoomRef } from './live-room.ts'

/** What a viewer wrote under a show, as the platform tells it. Feeds repeat and lose some: ids tell repetitions. */
export interface Comment {
  readonly id: string
  readonly buyerId: string
  readonly name: string | null
  readonly text: string
  readonly at: number
}

/** A room as comments are read in it. */
export interface CommentedRoom extends RoomRef {
  readonly onAir: string | null
  /** Where personal questions are answered: the channel on which these buyers can be written to. Null: nowhere. */
  readonly channelId: string | null
}

/** What a comment asks. `shared`: a question that everybody may hear the answer to, named by the scenario it is read as. */
export type Reading =
  | { readonly kind: 'shared'; readonly questionId: string }
  | { readonly kind: 'personal' }
  | { readonly kind: 'noise' }

export interface AskedQuestion {
  readonly questionId: string
  readonly productId: string
  readonly comments: number
  readonly sample: string
  readonly firstAt: number
  readonly lastAt: number
}

/** What came in one window of a room. */
export interface WindowTally {
  readonly received: number
  readonly doubled: number
  readonly shared: number
  readonly personal: number
  readonly noise: number
  /** More than can be read in time: counted, and left. */
  readonly unread: number
  /** How many watch, as the platform said last; null: it did not say. */
  readonly viewers: number | null
  readonly questions: readonly AskedQuestion[]
}
