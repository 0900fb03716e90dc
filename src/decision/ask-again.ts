import {
  type Act,
  type Candidate,
  type Context,
  missesValue,
  type Understanding,
  type Wanted,
} from '../dialogue/index.ts'
import type { Policy } from './policy.ts'

/** A rival below this is not worth a button. */
const WORTH_OFFERING = 0.12
const MOST_MEANINGS = 3

/** Not sure: offer the likeliest meanings, else ask for other words, else a person. Never guess. */
export const askAgain: Policy = {
  name: 'ask-again',
  decide(seen, context) {
    const misses = missesIn(context)
    if (misses >= context.shop.handoffAfterMisses) {
      return [{ kind: 'hand-off', reason: 'misses', entryId: null, why: `${misses} turns in a row without an answer` }]
    }
    if (seen.wanted.length === 0)
      return [{ kind: 'ask', what: 'more', pending: null, why: 'nothing was said in words' }]
    const unclear = seen.wanted.find(({ band }) => band === 'confirm')
    const offered = unclear ? offer(unclear, context) : null
    if (offered) return [offered]
    return [{ kind: 'fallback', again: misses > 0, why: whyUnsure(seen) }]
  },
}

function missesIn(context: Context): number {
  const fact = context.memory.find(({ kind }) => kind === 'misses')
  return fact ? (missesValue.safeParse(fact.value).data?.count ?? 0) : 0
}

/** Small talk and plain remarks are taken as likely: nobody is asked whether he meant to tell something. */
function offer(wanted: Wanted, context: Context): Act | null {
  const { best } = wanted
  if (best && isRemark(best, context))
    return { kind: 'talk', entryId: best.entryId, why: `likely a remark at ${best.confidence}` }
  const readings = [best, ...wanted.rivals].flatMap((one) =>
    one && one.confidence >= WORTH_OFFERING && !isRemark(one, context) ? [one] : [],
  )
  if (readings.length === 0) return null
  const options = readings
    .slice(0, MOST_MEANINGS)
    .map((one, i) => ({ token: `m${i + 1}`, value: one.entryId, label: titleOf(one, context) }))
  const why = `between the bands: ${wanted.best?.confidence ?? 0}`
  return { kind: 'ask', what: 'meaning', pending: { kind: 'meaning', entryId: null, options, text: wanted.text }, why }
}

function isRemark({ entryId }: Candidate, { knowledge }: Context): boolean {
  const entry = knowledge.entry(entryId)
  return entry !== undefined && (entry.kind === 'talk' || entry.kind === 'act') && entry.handoff !== 'always'
}

function titleOf({ entryId, phrasing }: Candidate, context: Context): string {
  const title = context.knowledge.entry(entryId)?.title
  return (context.shop.language === 'en' ? title?.en : title?.zh) ?? phrasing
}

function whyUnsure(seen: Understanding): string {
  const best = seen.wanted[0]?.best
  return best
    ? `nearest is ${best.entryId} at ${best.confidence}: below the confirm threshold`
    : 'nothing known is near'
}
