import { useState } from 'react'

/** A change that the server acknowledged: every turn that starts afterwards answers by it. */
export interface Synced {
  readonly tookMs: number
  readonly version: number
  /** When the hand was lifted, by the page's own clock. */
  readonly began: number
}

interface Sync {
  readonly last: Synced | null
  /** Does it and keeps how long the acknowledgement took. */
  run<Answer>(act: () => Promise<Answer>, versionOf: (answer: Answer) => number): Promise<Answer>
}

export function useSync(): Sync {
  const [last, setLast] = useState<Synced | null>(null)
  return {
    last,
    run: async (act, versionOf) => {
      const began = performance.now()
      const answer = await act()
      setLast({ tookMs: performance.now() - began, version: versionOf(answer), began })
      return answer
    },
  }
}
