/** Finds known words in a text, longest first, without overlap. Built once for a lexicon and shared. */
export interface WordFinder<Value> {
  find(text: string): Found<Value>[]
  /** The same without making objects: for the hot path. */
  each(text: string, visit: (value: Value) => void): void
}

export interface Found<Value> {
  readonly word: string
  readonly value: Value
  readonly from: number
}

interface Node<Value> {
  readonly next: Map<number, Node<Value>>
  readonly depth: number
  value: Value | undefined
}

export function createWordFinder<Value>(words: Iterable<readonly [string, Value]>): WordFinder<Value> {
  const root = newNode<Value>(0)
  for (const [word, value] of words) if (word.length > 0) plant(root, word, value)
  return {
    find(text) {
      const found: Found<Value>[] = []
      for (let from = 0; from < text.length; ) {
        const hit = longestAt(root, text, from)
        if (hit?.value !== undefined) found.push({ word: text.slice(from, from + hit.depth), value: hit.value, from })
        from += hit?.depth ?? 1
      }
      return found
    },
    each(text, visit) {
      for (let from = 0; from < text.length; ) {
        const hit = longestAt(root, text, from)
        if (hit?.value !== undefined) visit(hit.value)
        from += hit?.depth ?? 1
      }
    },
  }
}

const newNode = <Value>(depth: number): Node<Value> => ({ next: new Map(), depth, value: undefined })

/** A word that comes twice keeps its last value. */
function plant<Value>(root: Node<Value>, word: string, value: Value): void {
  let node = root
  for (let i = 0; i < word.length; i += 1) {
    const unit = word.charCodeAt(i)
    const next = node.next.get(unit) ?? newNode<Value>(node.depth + 1)
    node.next.set(unit, next)
    node = next
  }
  node.value = value
}

function longestAt<Value>(root: Node<Value>, text: string, from: number): Node<Value> | null {
  let node: Node<Value> | undefined = root
  let best: Node<Value> | null = null
  for (let i = from; i < text.length; i += 1) {
    node = node.next.get(text.charCodeAt(i))
    if (node === undefined) return best
    if (node.value !== undefined) best = node
  }
  return best
}
