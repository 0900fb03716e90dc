export interface SeenIds {
  /** False: it came before, as far as we remember. */
  add(id: string): boolean
  readonly size: number
}

/** Remembers at least the last `most` ids and at most twice as many: the older half is let go at once. */
export function createSeenIds(most: number): SeenIds {
  let [young, old] = [new Set<string>(), new Set<string>()]
  return {
    add(id) {
      if (young.has(id) || old.has(id)) return false
      if (young.size >= most) [old, young] = [young, new Set()]
      young.add(id)
      return true
    },
    get size() {
      return young.size + old.size
    },
  }
}
