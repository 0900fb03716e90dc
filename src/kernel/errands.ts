/** What has to be done soon and nobody waits for: one after another, each after a pause in which requests come first. */
export interface Errands {
  add(errand: () => Promise<void> | void): void
  start(): void
  /** Resolves when the errand in hand has ended; the others are left to the next start. */
  stop(): Promise<void>
}

export function createErrands(onError: (error: unknown) => void): Errands {
  const waiting: (() => Promise<void> | void)[] = []
  let isOpen = false
  let running: Promise<void> | null = null
  const run = async (): Promise<void> => {
    while (isOpen && waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve))
      try {
        await waiting.shift()?.()
      } catch (error) {
        onError(error)
      }
    }
    running = null
  }
  const go = (): void => {
    if (isOpen) running ??= run()
  }
  return {
    add(errand) {
      waiting.push(errand)
      go()
    },
    start() {
      isOpen = true
      go()
    },
    async stop() {
      isOpen = false
      await running
    },
  }
}
