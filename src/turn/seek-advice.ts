import {
  type Advice,
  type Advisor,
  type Asking,
  type Context,
  topicOf,
  type Turn,
  type Wish,
} from '../dialogue/index.ts'
import type { Handled } from './handle-turn.ts'

/** However many calls it takes, after so long from the buyer's first word the robot answers by itself. */
const LATEST_MS = 6000
/** A reading below this was never in the running. */
const WORTH_SHOWING = 0.05
const PASSAGES = 4

/** Would a model make a difference? Only where the robot asks back, gives up or hands over for want of an answer. */
export function isUnsure({ decision, seen }: Handled, { shop, handling }: Context): boolean {
  if (shop.models === null || !shop.robotOn || handling !== 'robot' || seen.text.length < 2) return false
  return decision.acts.every(
    (act) =>
      act.kind === 'fallback' ||
      (act.kind === 'ask' && act.what === 'meaning') ||
      (act.kind === 'hand-off' && act.reason === 'misses'),
  )
}

/**
 * Tries wishes in the order of their price and risk, until one leads to an answer: which of the likeliest meanings, the question
 * said in full, the questions apart, an answer out of documents. `answers` says what the path makes of an advice.
 */
export async function seekAdvice(
  { turn, context, first, now }: { turn: Turn; context: Context; first: Handled; now: number },
  advisor: Advisor,
  answers: (advice: Advice) => boolean,
): Promise<Advice | null> {
  const asking = askingOf(turn, context, now)
  if (asking === null) return null
  // Of this machine's own time: a clock that is set back must not let the buyer wait again.
  const late = AbortSignal.timeout(asking.deadlineAt - now)
  for (const wish of wishesOf(turn, first, context)) {
    if (late.aborted) return null
    const advice = await advisor.advise(wish, asking)
    if (advice && answers(advice)) return advice
  }
  return null
}

function askingOf({ orgId, shopId, receivedAt }: Turn, { shop }: Context, now: number): Asking | null {
  const use = shop.models
  const deadlineAt = Math.min(now + (use?.waitMs ?? 0), receivedAt + LATEST_MS)
  if (use === null || deadlineAt <= now) return null
  const { tasks, dailyTokens } = use
  return { orgId, shopId, tasks, dailyTokens, utcOffsetMinutes: shop.utcOffsetMinutes, deadlineAt }
}

function wishesOf(turn: Turn, { seen }: Handled, context: Context): Wish[] {
  const question = wordsOf(turn)
  const before = topicOf(context)?.text ?? ''
  const candidates = candidatesOf(seen.wanted, context)
  const passages = context.documents.near(question, PASSAGES)
  return [
    ...(candidates.length > 0 ? [{ kind: 'pick' as const, question, candidates }] : []),
    ...(before === '' ? [] : [{ kind: 'rewrite' as const, question, before }]),
    { kind: 'split' as const, question },
    ...(passages.length === 0 ? [] : [{ kind: 'ground' as const, question, language: seen.language, passages }]),
  ]
}

const wordsOf = ({ messages }: Turn): string =>
  messages.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : [])).join('\n')

function candidatesOf(wanted: Handled['seen']['wanted'], { knowledge }: Context) {
  const likely = wanted.flatMap(({ best, rivals }) => (best ? [best, ...rivals] : rivals))
  const ids = new Set(likely.filter(({ confidence }) => confidence >= WORTH_SHOWING).map(({ entryId }) => entryId))
  return [...ids].flatMap((entryId) => {
    const entry = knowledge.entry(entryId)
    // A remark needs no model, and nothing that moves a person or an order hangs on a model's word.
    if (!entry || entry.kind === 'talk' || entry.kind === 'act') return []
    return [{ entryId, title: entry.title.zh ?? entry.title.en ?? entryId, phrasings: entry.phrasings }]
  })
}
