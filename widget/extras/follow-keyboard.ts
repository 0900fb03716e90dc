const followed = new WeakSet<HTMLElement>()

/**
 * The keyboard of a telephone covers the page rather than make it shorter: the window takes the part that is left to be seen.
 * Whoever enlarges the page with two fingers is left alone.
 */
export function followKeyboard(host: HTMLElement): void {
  const seen = globalThis.visualViewport
  if (!seen || followed.has(host)) return
  followed.add(host)
  const gone = new AbortController()
  const fit = () => {
    if (!host.isConnected) return gone.abort()
    if (seen.scale !== 1) return
    host.style.setProperty('--seen-height', `${seen.height}px`)
    host.style.setProperty('--seen-top', `${seen.offsetTop}px`)
  }
  seen.addEventListener('resize', fit, { signal: gone.signal })
  seen.addEventListener('scroll', fit, { signal: gone.signal })
  fit()
}
