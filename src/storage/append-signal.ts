/** Tells listeners of this process that events were committed. Other processes find them by polling. */
export interface AppendSignal {
  /** After a commit that wrote events by a statement of its own (the hot path). */
  fire(): void
  listen(listener: () => void): () => void
}

const written = new WeakSet<object>()

/** appendEvents marks its transaction; the commit then fires the signal. */
export const markAppended = (tx: object): void => void written.add(tx)
export const hasAppended = (tx: object): boolean => written.has(tx)

export function createAppendSignal(): AppendSignal {
  const listeners = new Set<() => void>()
  return {
    fire() {
      for (const listener of listeners) listener()
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
