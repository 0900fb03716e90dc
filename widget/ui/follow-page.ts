import type { Signal } from '@preact/signals'
import { type About, aboutOf, readPage } from './page-context.ts'

/**
 * Keeps `about` at what the page shows, through all navigation of single-page shops. What the buyer waved away stays away
 * until he looks at something else.
 */
export function followPage(about: Signal<About | null>) {
  const gone = new AbortController()
  let shown = ''
  let told: About | null = null
  const look = () => {
    const seen = told ?? readPage()
    const key = `${location.href} ${JSON.stringify(seen)}`
    if (key === shown) return
    shown = key
    about.value = seen
  }
  // The new page is drawn after the address has changed.
  const later = () => {
    told = null
    window.setTimeout(look, 300)
  }
  const undo = (['pushState', 'replaceState'] as const).map((name) => {
    const original = history[name]
    const patched = function patched(this: History, ...args: Parameters<History['pushState']>) {
      original.apply(this, args)
      later()
    }
    history[name] = patched
    return () => {
      // Somebody may have patched it after us: then ours stays under his, and does nothing more.
      if (history[name] === patched) history[name] = original
    }
  })
  window.addEventListener('popstate', later, { signal: gone.signal })
  return {
    look,
    tell(value: unknown) {
      told = aboutOf(value)
      look()
    },
    close() {
      gone.abort()
      for (const each of undo) each()
    },
  }
}
