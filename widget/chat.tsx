import { computed, effect, signal } from '@preact/signals'
import { render } from 'preact'
import type { Voices, Window } from './api.ts'
import type { Dock } from './dock.ts'
import { dress, lockPage, showUnread } from './look.ts'
import { part } from './part.ts'
import { BuyerTalk } from './talk/buyer-talk.ts'
import { openServer } from './talk/server.ts'
import { type Fields, linkOf } from './talk/shapes.ts'
import { followPage } from './ui/follow-page.ts'
import { type About, referenceOf } from './ui/page-context.ts'
import { Panel } from './ui/panel.tsx'
import type { Room } from './ui/room.ts'
import { learnWords, type Locale, localeOf, sayIn } from './ui/words.ts'

/** The window itself, in the shop's page or as a page of its own. */
export function openChat(dock: Dock, voices: Voices): Window {
  const { setTheme } = dress(dock)
  const { settings } = dock
  const talk = new BuyerTalk({
    server: openServer(dock.origin),
    shop: settings.shop ?? '',
    onMessage: (message) => voices.tell('message', message),
  })
  const wanted = signal(settings.lang)
  const locale = signal(localeOf(settings.lang) ?? 'zh')
  const gone = new AbortController()
  const room = openRoom(dock, { talk, locale, gone: gone.signal })
  const page = followPage(room.about)
  if (room.isPage) lockPage(dock.host, true)
  const stops = [
    followLocale(talk, wanted, locale),
    ...watchRoom(dock, room, voices),
    page.close,
    () => talk.close(),
    () => gone.abort(),
  ]
  if (settings.identity) void talk.identify(settings.identity)
  else void talk.begin()
  page.look()
  let isOver = false
  const place = document.createElement('div')
  dock.root.append(place)
  // The whole window is drawn anew when anything in it changes: it is small, and needs no bindings for that.
  stops.push(effect(() => render(<Panel room={room} />, place)))
  const window: Window = {
    setOpen(isOpen) {
      if (isOpen) page.look()
      if (!room.isPage) room.isOpen.value = isOpen
    },
    isOpen: () => room.isOpen.value,
    identify: (token) => void talk.identify(token),
    page: page.tell,
    setLocale(locale) {
      wanted.value = locale
    },
    setTheme,
    close() {
      isOver = true
      for (const stop of stops) stop()
      render(null, place)
      lockPage(dock.host, false)
    },
  }
  if (room.isPage && globalThis.parent !== globalThis.window)
    void part<typeof import('./framed.ts')>('framed').then(
      ({ serveFrame }) => isOver || stops.push(serveFrame({ dock, room, window, effect })),
    )
  return window
}

/** The page's language, else the shop's, as soon as its words are there. */
function followLocale(
  talk: BuyerTalk,
  wanted: { readonly value: string | undefined },
  locale: { value: Locale },
): () => void {
  const asked = computed(() => localeOf(wanted.value) ?? talk.shop.value?.language ?? 'zh')
  return effect(() => {
    const next = asked.value
    void learnWords(next).then((isKnown) => {
      if (isKnown && asked.peek() === next) locale.value = next
    })
  })
}

function openRoom({ settings }: Dock, has: Pick<Room, 'talk' | 'locale' | 'gone'>): Room {
  const { talk, locale } = has
  const isPage = settings.mode === 'page'
  const isFramed = isPage && globalThis.parent !== globalThis.window
  const isOpen = signal(isPage && !isFramed)
  const about = signal<About | null>(null)
  const close = () => {
    isOpen.value = false
  }
  const tray = document.createElement('div')
  const room: Room = {
    ...has,
    tray,
    privacy: linkOf(settings.privacy),
    say: computed(() => sayIn(locale.value)),
    isOpen,
    isPage,
    close: isPage && !isFramed ? null : close,
    about,
    picture: signal<string | null>(null),
    used: signal<ReadonlySet<string>>(new Set()),
    send(content: Fields) {
      const now = about.value
      talk.say(content, {
        reference: now && referenceOf(now),
        scene: now?.productId ? 'item_page' : now?.orderId ? 'order' : 'page',
      })
    },
    give(list) {
      const files = [...(list ?? [])]
      if (files.length === 0) return false
      part<typeof import('./files/files.ts')>('files').then(
        ({ takeFiles }) => takeFiles(room, files),
        () => tray.replaceChildren(room.say.value('failed')),
      )
      return true
    },
  }
  return room
}

function watchRoom(dock: Dock, room: Room, voices: Voices): (() => void)[] {
  let wasOpen = room.isOpen.value
  return [
    effect(() => {
      const [count, say] = [room.talk.log.unread.value, room.say.value]
      showUnread(dock, count, say)
      voices.tell('unread', count)
    }),
    effect(() => {
      const isOpen = room.isOpen.value
      if (isOpen === wasOpen) return
      wasOpen = isOpen
      dock.button.ariaExpanded = String(isOpen)
      lockPage(dock.host, isOpen)
      // Back to where he came from.
      if (!isOpen && !room.isPage) dock.button.focus()
      voices.tell(isOpen ? 'open' : 'close')
    }),
    effect(() => {
      if (room.isPage && room.talk.shop.value) document.title = room.talk.shop.value.name
    }),
  ]
}
