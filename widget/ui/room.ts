import type { ReadonlySignal, Signal } from '@preact/signals'
import type { BuyerTalk } from '../talk/buyer-talk.ts'
import type { Fields } from '../talk/shapes.ts'
import type { About } from './page-context.ts'
import type { Locale, Say } from './words.ts'

/** What every part of the chat window is handed. */
export interface Room {
  readonly talk: BuyerTalk
  readonly locale: ReadonlySignal<Locale>
  readonly say: ReadonlySignal<Say>
  readonly isOpen: Signal<boolean>
  /** The window is the page: nothing to close, nothing around it. */
  readonly isPage: boolean
  /** Framed by the shop's page: there is something to close after all. */
  readonly close: (() => void) | null
  /** What the buyer is looking at, and may be asking about. */
  readonly about: Signal<About | null>
  /** The picture that is shown large. */
  readonly picture: Signal<string | null>
  /** Tokens of menus, forms and ratings that were used here. */
  readonly used: Signal<ReadonlySet<string>>
  /** The shop's own page about what becomes of what is said. */
  readonly privacy: string | null
  /** Files that are on their way stand here, also while the window is closed. */
  readonly tray: HTMLElement
  /** The window was taken out of the page. */
  readonly gone: AbortSignal
  send(content: Fields): void
  /** Pictures and videos that were chosen, pasted or dropped. False: there were none. */
  give(files: FileList | null | undefined): boolean
}
