import type { Dock } from '../dock.ts'

const BEAT_MS = 1000
let beat = 0

/**
 * While the page is hidden and something is unread, its title says so every other second. It stops when the buyer looks, here
 * or in another tab, and leaves the title as the page had it.
 */
export function flashTitle({ badge, button }: Pick<Dock, 'badge' | 'button'>): void {
  if (beat !== 0) return
  let own = document.title
  let shown = own
  const stop = () => {
    clearInterval(beat)
    beat = 0
    document.removeEventListener('visibilitychange', stop)
    if (document.title === shown) document.title = own
  }
  const turn = () => {
    if (!document.hidden || !badge.isConnected || badge.textContent === '') return stop()
    // The page gave itself another one meanwhile.
    if (document.title !== shown) own = document.title
    shown = shown === own ? `【${button.ariaLabel ?? ''}】` : own
    document.title = shown
  }
  document.addEventListener('visibilitychange', stop)
  beat = window.setInterval(turn, BEAT_MS)
  turn()
}
