/** A line that is still being worked on. `hurry` asks for what can be done now: others wait behind it. */
export interface PendingLine {
  readonly line: Promise<string>
  hurry?(): void
}

/** Lines leave in the order in which they were added, whatever is ready first. */
export interface LineQueue {
  /** Resolves when there is room for the next one: the reader must wait, or a corpus would pile up. */
  add(pending: PendingLine): Promise<void>
  /** Resolves when all have left. */
  empty(): Promise<void>
}

export function createLineQueue(most: number, print: (line: string) => void): LineQueue {
  const queue: PendingLine[] = []
  let leaving: Promise<void> | null = null
  const leave = async (): Promise<void> => {
    for (let head = queue[0]; head; head = queue[0]) {
      print(await head.line)
      queue.shift()
    }
    leaving = null
  }
  return {
    async add(pending) {
      queue.push(pending)
      leaving ??= leave()
      while (queue.length >= most) {
        queue[0]?.hurry?.()
        await queue[0]?.line
        // The line itself is printed by the one who waits for it already.
        await Promise.resolve()
      }
    },
    async empty() {
      await leaving
    },
  }
}
