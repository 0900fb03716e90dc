import { useQuery } from '@tanstack/react-query'
import { listQuestions } from '../api/live.ts'

const FRESH_MS = 3000
const MINUTE_MS = 60_000

interface Mark {
  readonly at: number
  readonly received: number
}

// The page's own memory of a room: how far its counter was, over the last minute.
const marksOf = new Map<string, readonly Mark[]>()

/** What viewers write, and how many comments a minute came in the last one; null: not known yet. */
export function useQuestions(shopId: string, roomId: string) {
  const query = useQuery({
    queryKey: ['live-questions', shopId, roomId],
    queryFn: async () => {
      const asked = await listQuestions(shopId, roomId)
      mark(`${shopId} ${roomId}`, { at: performance.now(), received: asked.received })
      return asked
    },
    refetchInterval: FRESH_MS,
  })
  return { query, perMinute: rateOf(marksOf.get(`${shopId} ${roomId}`) ?? []) }
}

function mark(room: string, now: Mark): void {
  const before = (marksOf.get(room) ?? []).filter(({ at }) => at > now.at - MINUTE_MS)
  marksOf.set(room, [...before, now])
}

function rateOf(marks: readonly Mark[]): number | null {
  const [first, last] = [marks[0], marks.at(-1)]
  if (!first || !last || last.at - first.at < FRESH_MS / 2) return null
  return Math.round(((last.received - first.received) * MINUTE_MS) / (last.at - first.at))
}
