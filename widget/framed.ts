import { signal } from '@preact/signals'
import type { Voices, Window } from './api.ts'
import type { Dock } from './dock.ts'
import { dress, lockPage, showUnread } from './look.ts'
import { type Fields, numberOf } from './talk/shapes.ts'
import { followPage } from './ui/follow-page.ts'
import { openFrame } from './ui/frame.ts'
import type { About } from './ui/page-context.ts'
import { localeOf, sayFrom } from './ui/words.ts'
import en from './words/en.json'
import zh from './words/zh.json'

export { serveFrame } from './ui/serve-frame.ts'

/** The window in a frame of the server's: this page only carries messages to it. */
export class Framed implements Window {
  readonly setTheme: Window['setTheme']
  readonly #dock: Dock
  readonly #voices: Voices
  readonly #about = signal<About | null>(null)
  readonly #page = followPage(this.#about)
  readonly #frame: ReturnType<typeof openFrame>
  #told: Fields
  /** Before it says hello there is nobody to hear us. */
  #isThere = false

  constructor(dock: Dock, voices: Voices) {
    this.#dock = dock
    this.#voices = voices
    const { lang = '', theme = 'auto', color, identity } = dock.settings
    const { setTheme } = dress(dock)
    this.setTheme = (next) => {
      setTheme(next)
      this.#tell({ theme: next })
    }
    this.#told = { locale: lang, theme, color, isOpen: false, ...(identity && { token: identity }) }
    const say = sayFrom(localeOf(lang) === 'en' ? en : zh)
    this.#frame = openFrame(dock, say('launcher'), (news) => {
      if (news.hello) this.#isThere = true
      if (news.hello) this.#tell({})
      if (news.close) this.setOpen(false)
      const unread = numberOf(news.unread)
      if (unread !== null) showUnread(dock, unread, say)
    })
  }

  isOpen(): boolean {
    return this.#told.isOpen === true
  }

  setOpen(isOpen: boolean): void {
    const { button } = this.#dock
    button.ariaExpanded = String(isOpen)
    this.#frame.show(isOpen)
    lockPage(this.#dock.host, isOpen)
    this.#tell({ isOpen })
    if (isOpen) this.#frame.focus()
    else button.focus()
    this.#voices.tell(isOpen ? 'open' : 'close')
  }

  identify(token: string | null): void {
    if (this.#isThere) this.#frame.tell({ token: token ?? '' })
    // Said once: a signing out that is repeated would wipe what came after it.
    this.#told = { ...this.#told, token: token ?? undefined }
  }

  page(value: unknown): void {
    this.#page.tell(value)
    this.#tell({})
  }

  setLocale(locale: string): void {
    this.#tell({ locale })
  }

  close(): void {
    this.#page.close()
    this.#frame.close()
    lockPage(this.#dock.host, false)
  }

  #tell(change: Fields): void {
    this.#page.look()
    this.#told = { ...this.#told, ...change, about: this.#about.value }
    if (this.#isThere) this.#frame.tell(this.#told)
  }
}
