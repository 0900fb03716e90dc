import type { Comment, CommentedRoom } from './comment.ts'

/** The same words of several viewers. Who said it is kept of the first few alone: enough to answer them. */
export interface SaidAlike {
  readonly text: string
  count: number
  readonly first: Comment
  lastAt: number
  readonly speakers: Comment[]
}

/** What came since the window was opened, bounded whatever comes. */
export interface CommentWindow {
  readonly room: CommentedRoom
  received: number
  doubled: number
  unread: number
  viewers: number | null
  readonly said: Map<string, SaidAlike>
}

export const MOST_TEXTS = 400
const MOST_SPEAKERS = 20

export const openWindow = (room: CommentedRoom): CommentWindow => ({
  ...{ room, received: 0, doubled: 0, unread: 0, viewers: null, said: new Map() },
})

export function addComment(window: CommentWindow, comment: Comment): void {
  const text = plainOf(comment.text)
  const alike = window.said.get(text)
  if (!alike && window.said.size >= MOST_TEXTS) {
    window.unread += 1
    return
  }
  if (!alike) {
    const { at } = comment
    window.said.set(text, { text: comment.text, count: 1, first: comment, lastAt: at, speakers: [comment] })
    return
  }
  alike.count += 1
  alike.lastAt = Math.max(alike.lastAt, comment.at)
  const isNew = alike.speakers.every(({ buyerId }) => buyerId !== comment.buyerId)
  if (isNew && alike.speakers.length < MOST_SPEAKERS) alike.speakers.push(comment)
}

/** Viewers write the same with more or fewer signs and repeated letters. */
const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}]+/gu, '')
    .replace(/(\D)\1{2,}/gu, '$1$1')
