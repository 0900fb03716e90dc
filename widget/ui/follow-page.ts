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
  const undo = [onChange('pushState', later), onChange('replaceState', later)]
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

/** Answers how to take it back. */
function onChange(name: 'pushState' | 'replaceState', tell: () => void): () => void {
  const original = history[name]
  let isOver = false
  const patched: typeof original = function patched(this: History, ...args) {
    original.apply(this, args)
    if (!isOver) tell()
  }
  history[name] = patched
  return () => {
    isOver = true
    // Somebody may have patched it after us: then ours stays under his, and does nothing more.
    if (history[name] === patched) history[name] = original
  }
}
