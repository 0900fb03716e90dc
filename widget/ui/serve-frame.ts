import type { effect } from '@preact/signals'
import type { Window } from '../api.ts'
import type { Dock } from '../dock.ts'
import { dress } from '../look.ts'
import { textOf } from '../talk/shapes.ts'
import { joinFrame } from './frame.ts'
import { aboutOf } from './page-context.ts'
import type { Room } from './room.ts'

interface Framing {
  readonly dock: Dock
  readonly room: Room
  readonly window: Window
  /** The window's own: another copy of the signals would not see these change. */
  readonly effect: typeof effect
}

/** In a frame: the page around tells who the buyer is and what he looks at, and hears how much is unread. */
export function serveFrame({ dock, room, window, effect }: Framing): () => void {
  const frame = joinFrame((news) => {
    if (typeof news.token === 'string') window.identify(textOf(news.token) || null)
    if ('about' in news) room.about.value = aboutOf(news.about)
    if (textOf(news.locale)) window.setLocale(textOf(news.locale))
    if (textOf(news.theme)) window.setTheme(textOf(news.theme))
    if (textOf(news.color))
      dress({ ...dock, settings: { ...dock.settings, color: textOf(news.color), theme: textOf(news.theme) } })
    if (typeof news.isOpen === 'boolean') room.isOpen.value = news.isOpen
  })
  const stop = effect(() => frame.tell({ unread: room.talk.log.unread.value }))
  const onClose = effect(() => {
    if (!room.isOpen.value) frame.tell({ close: true })
  })
  return () => {
    stop()
    onClose()
    frame.close()
  }
}
