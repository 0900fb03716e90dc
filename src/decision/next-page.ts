import type { Pending, Understanding } from '../dialogue/index.ts'
import { readMoreToken } from '../message/index.ts'

/** Where the next page of our menu begins, when the buyer pressed "more" on a channel that shows few items; null = he did not. */
export function pageAsked(seen: Understanding): number | null {
  return seen.choice ? readMoreToken(seen.choice.token) : null
}

/** What is left of the question: the next options first, so that their numbers are those on the new page. */
export function restOfMenu(pending: Pending, from: number | null): Pending | null {
  const shown = pending.shown ?? pending.options.length
  if (from === null || from < 1 || from >= shown) return null
  const { options } = pending
  return { ...pending, options: [...options.slice(from), ...options.slice(0, from)], shown: shown - from }
}
