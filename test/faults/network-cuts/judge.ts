import type { Side } from './tabs.ts'

export interface Sent {
  readonly side: Side
  readonly text: string
}

export interface Evidence {
  /** In the order in which each side typed it. Every text is another. */
  readonly sent: readonly Sent[]
  /** What the database holds, by number. */
  readonly stored: readonly string[]
  /** What each tab shows, from the first to the last. */
  readonly shown: Readonly<Record<Side, readonly string[]>>
}

/** Every count must be 0. */
export function judge({ sent, stored, shown }: Evidence) {
  const known = new Set(sent.map(({ text }) => text))
  const places = new Map(stored.map((text, at) => [text, at]))
  const inverted = (side: Side) => {
    const at = sent.filter((one) => one.side === side).map(({ text }) => places.get(text) ?? Number.NaN)
    return at.filter((place, index) => place < (at[index - 1] ?? -1)).length
  }
  return {
    lost: sent.filter(({ text }) => !places.has(text)).length,
    doubled: stored.length - new Set(stored).size,
    strange: stored.filter((text) => !known.has(text)).length,
    buyersOrder: inverted('buyer'),
    staffsOrder: inverted('staff'),
    buyerTabDiffers: differences(shown.buyer, stored),
    staffTabDiffers: differences(shown.staff, stored),
  }
}

const differences = (shown: readonly string[], stored: readonly string[]): number =>
  Array.from({ length: Math.max(shown.length, stored.length) }, (_, at) => at).filter((at) => shown[at] !== stored[at])
    .length
