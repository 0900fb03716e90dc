import { type Candidate, type Context, topicOf } from '../dialogue/index.ts'

/** Longer messages say by themselves what they are about. */
const LONGEST = 24
const SHORT = 12
const UNCLEAR = { from: 0.3, to: 0.92 } as const
/** So near a phrasing says itself what it is about. */
const NEAR = 0.75
const SURE = 0.8
/** What the readings were worth on real talk when the earlier question, read with the words, led to the same scenario or away. */
const CONFIRMED = 0.25
const DOUBTED = 0.75

/**
 * "And the freight?" after a question about repairs is not about the freight of an order. The words are read once more together
 * with what was asked before: when that leads to the same scenario it is surer, when it leads elsewhere both are in doubt.
 */
export function inTopic(text: string, plain: readonly Candidate[], context: Context): readonly Candidate[] {
  const [best] = plain
  if (!best || text.length > LONGEST || best.confidence < UNCLEAR.from || best.confidence > UNCLEAR.to) return plain
  const topic = topicOf(context)
  if (!topic || topic.entryId === best.entryId || !isMatter(best, context)) return plain
  const [joint] = context.knowledge.match(`${topic.text} ${text}`, 1)
  if (joint?.entryId === best.entryId)
    return [{ ...best, confidence: round(best.confidence + (1 - best.confidence) * CONFIRMED) }, ...plain.slice(1)]
  if (text.length > SHORT || best.score >= NEAR || best.confidence >= SURE) return plain
  const doubted = plain.map((one) => ({ ...one, confidence: round(one.confidence * DOUBTED) }))
  return joint && isMatter(joint, context) ? withRival(doubted, joint) : doubted
}

/** Greetings, thanks and the like stand by themselves. */
function isMatter({ entryId }: Candidate, { knowledge }: Context): boolean {
  const kind = knowledge.entry(entryId)?.kind
  return kind !== undefined && kind !== 'talk' && kind !== 'act'
}

/** The joint reading is offered, never answered by itself: its confidence is that of the earlier words. */
function withRival(readings: readonly Candidate[], joint: Candidate): Candidate[] {
  const [best, ...rest] = readings.filter(({ entryId }) => entryId !== joint.entryId)
  if (!best) return [...readings]
  return [best, { ...joint, confidence: Math.min(joint.confidence, best.confidence) }, ...rest]
}

const round = (value: number): number => Math.round(value * 1000) / 1000
