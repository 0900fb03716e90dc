import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Message } from '../api/shapes.ts'
import { listMessages, readConversation } from '../api/talk.ts'

const REFRESH_MS = 500
const PAGE = 200

export interface Transcript {
  /** In order, each number once. */
  readonly messages: readonly Message[]
  /** True: there is more before the first of them. */
  readonly hasEarlier: boolean
}

/** A conversation as it goes on: what is new is asked for by number, so nothing is lost or doubled when the line breaks. */
export function useTranscript(id: string) {
  const queries = useQueryClient()
  const key = ['transcript', id]
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Transcript> => {
      const known = queries.getQueryData<Transcript>(key)
      if (known) return { ...known, messages: joined(known.messages, await listAfter(id, lastOf(known), signal)) }
      const { lastSeq } = await readConversation(id)
      const after = Math.max(0, lastSeq - PAGE)
      return { messages: await listAfter(id, after, signal), hasEarlier: after > 0 }
    },
    refetchInterval: REFRESH_MS,
    // The next look comes in a moment, and each insists by itself.
    retry: false,
    staleTime: 0,
  })
  const loadEarlier = async () => {
    const known = queries.getQueryData<Transcript>(key)
    const first = known?.messages[0]?.seq ?? 1
    const after = Math.max(0, first - 1 - PAGE)
    const { items } = await listMessages(id, after)
    queries.setQueryData<Transcript>(key, (now) => ({
      messages: joined(items, now?.messages ?? []),
      hasEarlier: after > 0,
    }))
  }
  return { query, loadEarlier, refresh: () => queries.invalidateQueries({ queryKey: key }) }
}

const lastOf = ({ messages }: Transcript): number => messages.at(-1)?.seq ?? 0

async function listAfter(id: string, seq: number, stopped: AbortSignal): Promise<readonly Message[]> {
  const found: Message[] = []
  for (;;) {
    const { items, lastSeq } = await listMessages(id, found.at(-1)?.seq ?? seq, stopped)
    found.push(...items)
    if (items.length === 0 || (found.at(-1)?.seq ?? 0) >= lastSeq) return found
  }
}

function joined(before: readonly Message[], after: readonly Message[]): readonly Message[] {
  if (after.length === 0) return before
  const bySeq = new Map([...before, ...after].map((message) => [message.seq, message]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}
