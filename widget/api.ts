import type { Dock } from './dock.ts'
import { isFields, textOf } from './talk/shapes.ts'

/** What the page may ask of the window, whichever way it is shown. */
export interface Window {
  setOpen(isOpen: boolean): void
  isOpen(): boolean
  identify(token: string | null): void
  page(about: unknown): void
  setLocale(locale: string): void
  setTheme(theme: string): void
  close(): void
}

type Listener = (detail: unknown) => void

export interface Voices {
  /** Tells listeners of the page, as `Xiaoer.on(name)` and as the DOM event `xiaoer:name`. */
  tell(name: string, detail?: unknown): void
}

/** Answers the calls of `window.Xiaoer`, those first that came before we did. */
export function openApi(dock: Dock): Voices & { serve(window: Window): void } {
  const listeners = new Map<string, Set<Listener>>()
  const calls = (window: Window): Readonly<Record<string, (...args: readonly unknown[]) => void>> => ({
    open: () => window.setOpen(true),
    close: () => window.setOpen(false),
    toggle: () => window.setOpen(!window.isOpen()),
    identify: (token) => window.identify(textOf(token) || null),
    page: (about) => window.page(about),
    // Kept for pages that call it: nothing is tracked but what the buyer looks at.
    track: (_name, about) => isFields(about) && window.page(about),
    setLocale: (locale) => window.setLocale(textOf(locale)),
    setTheme: (theme) => window.setTheme(textOf(theme)),
    on: (name, listener) => {
      if (isListener(listener)) listeners.set(textOf(name), (listeners.get(textOf(name)) ?? new Set()).add(listener))
    },
    off: (name, listener) => {
      if (isListener(listener)) listeners.get(textOf(name))?.delete(listener)
    },
  })
  return {
    tell(name, detail) {
      for (const listener of listeners.get(name) ?? []) listener(detail)
      globalThis.dispatchEvent(new CustomEvent(`xiaoer:${name}`, { detail }))
    },
    serve(window) {
      const known = calls(window)
      dock.run = (name, args) => {
        if (Object.hasOwn(known, name)) known[name]?.(...args)
      }
      for (const [name, ...args] of dock.queue.splice(0)) dock.run(name, args)
    },
  }
}

const isListener = (value: unknown): value is Listener => typeof value === 'function'
