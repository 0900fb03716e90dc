import { type Fields, isFields } from './shapes.ts'

/** The tabs of one shop in one browser: one of them holds the line, the others hear through it. */
export interface Tabs {
  tell(news: Fields): void
  close(): void
}

export interface TabEars {
  /** This tab holds the line from now on. */
  lead(): void
  hear(news: Fields): void
}

export function joinTabs(shop: string, isShared: boolean, ears: TabEars): Tabs {
  // Without locks (no https) or a common storage every tab stands for itself.
  if (!isShared || !navigator.locks || !('BroadcastChannel' in window)) {
    ears.lead()
    return { tell: () => undefined, close: () => undefined }
  }
  const name = `xiaoer:${shop}`
  const channel = new BroadcastChannel(name)
  channel.onmessage = (event: MessageEvent<unknown>) => {
    if (isFields(event.data)) ears.hear(event.data)
  }
  const gone = new AbortController()
  let release: () => void = () => undefined
  navigator.locks
    .request(name, { signal: gone.signal }, () => {
      ears.lead()
      return new Promise<void>((resolve) => {
        release = resolve
      })
    })
    .catch((error: unknown) => {
      // Closed while it waited for its turn.
      if (!gone.signal.aborted) throw error
    })
  return {
    tell: (news) => channel.postMessage(news),
    close() {
      release()
      gone.abort()
      channel.close()
    },
  }
}
