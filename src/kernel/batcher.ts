/** `add` joins the next batch and resolves with this item's answer. */
export interface Batcher<Item, Answer> {
  add(item: Item): Promise<Answer>
}

export interface BatcherOptions<Item, Answer> {
  /** Answers in the order of the items. */
  readonly run: (items: readonly Item[]) => Promise<readonly Answer[]>
  readonly most: number
  /** Batches under way at once; what arrives meanwhile shares the next. */
  readonly inFlight: number
}

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly settle: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** One statement for whatever arrived while the last one was being committed. */
export function createBatcher<Item, Answer>(options: BatcherOptions<Item, Answer>): Batcher<Item, Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  let busy = 0
  let isScheduled = false
  const schedule = (): void => {
    if (isScheduled || busy >= options.inFlight || waiting.length === 0) return
    isScheduled = true
    // Everything of this turn of the event loop goes together.
    setImmediate(() => {
      isScheduled = false
      const batch = waiting.slice(0, options.most)
      waiting = waiting.slice(options.most)
      busy += 1
      void flush(batch, options).finally(() => {
        busy -= 1
        schedule()
      })
      schedule()
    })
  }
  return {
    add: (item) =>
      new Promise((settle, reject) => {
        waiting.push({ item, settle, reject })
        schedule()
      }),
  }
}

async function flush<Item, Answer>(
  batch: readonly Waiting<Item, Answer>[],
  options: BatcherOptions<Item, Answer>,
): Promise<void> {
  try {
    const answers = await options.run(batch.map((each) => each.item))
    for (const [at, each] of batch.entries()) {
      const answer = answers[at]
      if (answer === undefined) each.reject(new Error('a batch gave too few answers'))
      else each.settle(answer)
    }
  } catch (error) {
    // One bad row must not take its neighbours with it.
    if (batch.length > 1) await Promise.all(batch.map((each) => flush([each], options)))
    else for (const each of batch) each.reject(error)
  }
}
