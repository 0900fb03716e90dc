/**
 * What has to be done soon and nobody waits for: one after another, each after a pause in which requests come first. An
 * errand that held the event loop is followed by a rest, so that what came meanwhile is answered before the next begins.
 */
export interface Errands {
  add(errand: () => Promise<void> | void): void
  start(): void
  /** Resolves when the errand in hand has ended; the others are left to the next start. */
  stop(): Promise<void>
}

const LONG_MS = 50
/** Longer than the overload guard looks back, so that one errand is no overload. */
const REST_MS = 700

export function createErrands(onError: (error: unknown) => void): Errands {
  const waiting: (() => Promise<void> | void)[] = []
  let isOpen = false
  let running: Promise<void> | null = null
  const rest = createRest()
  const run = async (): Promise<void> => {
    while (isOpen && waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve))
      const before = performance.now()
      try {
        await waiting.shift()?.()
      } catch (error) {
        onError(error)
      }
      if (performance.now() - before > LONG_MS && isOpen && waiting.length > 0) await rest.take(REST_MS)
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
      rest.end()
      await running
    },
  }
}

function createRest() {
  let end: () => void = () => undefined
  return {
    take: (restMs: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs)
        end = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    end: () => end(),
  }
}
