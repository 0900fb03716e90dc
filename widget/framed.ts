import { signal } from '@preact/signals'
import type { Voices, Window } from './api.ts'
import type { Dock } from './dock.ts'
import { dress, lockPage, showUnread } from './look.ts'
import { numberOf } from './talk/shapes.ts'
import { followPage } from './ui/follow-page.ts'
import { openFrame } from './ui/frame.ts'
import type { About } from './ui/page-context.ts'
import { sayIn } from './ui/words.ts'

/** The window in a frame of the server's: this page only carries messages to it. */
export function openFramed(dock: Dock, voices: Voices): Window {
  const { setTheme } = dress(dock)
  const about = signal<About | null>(null)
  const page = followPage(about)
  let locale = dock.settings.lang ?? ''
  let theme = dock.settings.theme ?? 'auto'
  let token = dock.settings.identity ?? ''
  let isOpen = false
  const say = sayIn(locale === 'en' ? 'en' : 'zh')
  const frame = openFrame(dock, say('launcher'), {
    hear(news) {
      if (news.hello) tellAll()
      if (news.close) setOpen(false)
      const unread = numberOf(news.unread)
      if (unread !== null) showUnread(dock, unread, unread > 0 ? say('unread', { n: unread }) : say('launcher'))
    },
  })
  const tellAll = () => {
    page.look()
    frame.tell({ about: about.value, locale, theme, isOpen, color: dock.settings.color, ...(token && { token }) })
  }
  const setOpen = (next: boolean) => {
    isOpen = next
    dock.button.ariaExpanded = String(next)
    frame.show(next)
    lockPage(next)
    tellAll()
    if (next) frame.focus()
    else dock.button.focus()
    voices.tell(next ? 'open' : 'close')
  }
  return {
    setOpen,
    isOpen: () => isOpen,
    identify(next) {
      token = next ?? ''
      frame.tell({ token })
    },
    page(value) {
      page.tell(value)
      tellAll()
    },
    setLocale(next) {
      locale = next
      tellAll()
    },
    setTheme(next) {
      theme = next
      setTheme(next)
      tellAll()
    },
    close() {
      page.close()
      frame.close()
      lockPage(false)
    },
  }
}
