import type { Advice, Candidate, Turn, Understanding } from '../dialogue/index.ts'

/** The turn as its questions were put in full: read like words of the buyer. */
export function reworded(turn: Turn, { texts }: Extract<Advice, { kind: 'read' }>): Turn {
  const [last] = turn.messages.toReversed()
  if (!last) return turn
  return { ...turn, messages: [{ ...last, content: { kind: 'text', text: texts.join('\n') } }] }
}

/** What was read, with what a model said to it. Its word decides between readings that the robot had itself. */
export function settle(seen: Understanding, advice: Advice): Understanding {
  if (advice.kind !== 'pick') return { ...seen, advice }
  const readings = seen.wanted.flatMap(({ best, rivals }) => (best ? [best, ...rivals] : rivals))
  const best = readings.find(({ entryId }) => entryId === advice.entryId)
  const from = seen.wanted[0]
  if (!best || !from) return seen
  const rivals: Candidate[] = readings.filter((one) => one !== best)
  return { ...seen, advice, wanted: [{ ...from, band: 'answer', best, rivals }] }
}
