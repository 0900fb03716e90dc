import type { Dock } from './dock.ts'
import { withExtras } from './with-extras.ts'
import type { Say } from './ui/words.ts'

const MOST_LIGHT = 0.42

/** Theme, side and colour of the window: attributes that its style sheet knows. */
export function dress({ host, settings }: Dock): { setTheme(theme: string): void } {
  const setTheme = (theme: string) => {
    host.dataset.theme = theme === 'dark' || theme === 'light' ? theme : 'auto'
  }
  setTheme(settings.theme ?? 'auto')
  const accent = /^#[0-9a-f]{6}$/i.exec(settings.color ?? '')?.[0] ?? '#0958d9'
  host.style.setProperty('--c', accent)
  // On a light colour of the merchant's, white would not be read.
  host.style.setProperty('--on', luminance(accent) > MOST_LIGHT ? '#111827' : '#ffffff')
  return { setTheme }
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** On a small screen the window covers the page, which must not scroll beneath it, and shares the screen with the keyboard. */
export function lockPage(host: HTMLElement, isLocked: boolean): void {
  const { style } = document.documentElement
  if (isLocked && matchMedia('(max-width: 480px)').matches) {
    style.overflow = 'hidden'
    withExtras(({ followKeyboard }) => followKeyboard(host))
  } else if (style.overflow === 'hidden') style.overflow = ''
}

/** 99+ is as much as anybody reads. */
export function showUnread(dock: Dock, count: number, say: Say): void {
  const { button, badge, settings } = dock
  badge.textContent = count === 0 ? '' : count > 99 ? '99+' : String(count)
  button.ariaLabel = count > 0 ? say('unread', { n: count }) : say('launcher')
  if (count > 0 && document.hidden && settings.flash !== 'off') withExtras(({ flashTitle }) => flashTitle(dock))
}
