/** Repeats a step: at once while there is work, soon after a wake-up, rarely when nothing happens. */
export interface Poll {
  start(): void
  /** Resolves when the step in hand has ended. */
  stop(): Promise<void>
}

export interface PollOptions {
  /** True when there may be more to do right now. */
  readonly step: () => Promise<boolean>
  readonly onError: (error: unknown) => void
  /** Subscribes to a signal that work has come; gives the way to unsubscribe. */
  readonly wake?: (listener: () => void) => () => void
  readonly longestMs?: number
  /** How long after a step that found work the next one waits, so that it finds more: what a step costs whatever it finds is then paid rarely. */
  readonly gapMs?: number
}

const SHORTEST_MS = 20
const LONGEST_MS = 1000

export function createPoll(options: PollOptions): Poll {
  const rest = createRest(options.longestMs ?? LONGEST_MS)
  let isStopped = true
  let running: Promise<void> = Promise.resolve()
  let unsubscribe: () => void = () => undefined
  const loop = async () => {
    while (!isStopped) {
      if (!(await isBusy(options))) await rest.wait()
      else if (options.gapMs !== undefined) await rest.pause(options.gapMs)
    }
  }
  return {
    start() {
      if (!isStopped) return
      isStopped = false
      rest.start()
      unsubscribe = options.wake?.(rest.cut) ?? (() => undefined)
      running = loop()
    },
    async stop() {
      isStopped = true
      unsubscribe()
      rest.stop()
      await running
    },
  }
}

async function isBusy(options: PollOptions): Promise<boolean> {
  try {
    return await options.step()
  } catch (error) {
    options.onError(error)
    return false
  }
}

/** Waits that grow: work that was announced may become visible a moment later, when an older transaction ends. */
function createRest(longestMs: number) {
  let delayMs = SHORTEST_MS
  let isCut = false
  let isStopped = false
  let isPausing = false
  const sleep = createSleep()
  return {
    start: () => {
      isStopped = false
    },
    stop: () => {
      isStopped = true
      sleep.end()
    },
    cut: () => {
      delayMs = SHORTEST_MS
      isCut = true
      if (!isPausing) sleep.end()
    },
    /** Is not cut short by news: it waits for more of them. */
    pause: async (ms: number) => {
      if (isStopped) return
      isPausing = true
      await sleep.begin(ms)
      isPausing = false
    },
    wait: async () => {
      if (!isCut && !isStopped) {
        await sleep.begin(delayMs)
        if (!isCut) delayMs = Math.min(delayMs * 2, longestMs)
      }
      isCut = false
    },
  }
}

function createSleep() {
  let wake: (() => void) | null = null
  return {
    end: () => wake?.(),
    begin: async (ms: number): Promise<void> => {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      wake = null
    },
  }
}
