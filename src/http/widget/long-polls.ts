import type { Gateway } from '../socket/gateway.ts'

/** How many browsers may wait at once: above it they are answered at once and ask again. */
const MOST_WAITING = 500

export interface LongPolls {
  /** Resolves at the first message of this talk that is committed from now on, when `over` does, or at once when too many wait. */
  wait(of: { readonly channelId: string; readonly conversationId: string }, patience: Patience): Promise<void>
}

export interface Patience {
  readonly waitMs: number
  readonly signal: AbortSignal
}

export function createLongPolls(gateway: Pick<Gateway, 'listen'>): LongPolls {
  let waiting = 0
  return {
    async wait({ channelId, conversationId }, { waitMs, signal }) {
      if (waiting >= MOST_WAITING || signal.aborted) return
      waiting += 1
      const ends: (() => void)[] = []
      try {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs)
          const gone = () => resolve()
          signal.addEventListener('abort', gone, { once: true })
          const deaf = gateway.listen(channelId, (heard) => heard.conversationId === conversationId && resolve())
          ends.push(
            () => clearTimeout(timer),
            deaf,
            () => signal.removeEventListener('abort', gone),
          )
        })
      } finally {
        waiting -= 1
        for (const end of ends) end()
      }
    },
  }
}
