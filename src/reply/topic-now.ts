import { clip } from '../kernel/clip.ts'
import type { Context, Decision, Topic, Understanding } from '../dialogue/index.ts'

interface Talked {
  readonly seen: Understanding
  readonly decision: Decision
  readonly context: Context
}

const LONGEST = 60
/** What was not sure enough to be answered may be sure enough to say what the talk is about. */
const LIKELY = 0.4

/** The last thing that was asked or wanted, answered or not: later words may live on it. Null: nothing new. */
export function topicNow({ seen, decision, context }: Talked): Topic | null {
  for (const act of decision.acts) {
    const entryId = 'entryId' in act ? act.entryId : null
    if (entryId === null || !isMatter(entryId, context)) continue
    const said = seen.wanted.find(({ best }) => best?.entryId === entryId)?.text ?? seen.text
    return { entryId, text: clip(said, LONGEST) }
  }
  const [first] = seen.wanted
  if (!first?.best || first.best.confidence < LIKELY || !isMatter(first.best.entryId, context)) return null
  return { entryId: first.best.entryId, text: clip(first.text, LONGEST) }
}

function isMatter(entryId: string, { knowledge }: Context): boolean {
  const kind = knowledge.entry(entryId)?.kind
  return kind !== undefined && kind !== 'talk' && kind !== 'act'
}
