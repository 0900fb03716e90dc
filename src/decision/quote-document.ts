import type { Act, Context, Wanted } from '../dialogue/index.ts'
import { speaksOfMoney } from '../knowledge/index.ts'
import type { Policy } from './policy.ts'

/** A sentence that says less of the question is not quoted (measured: `src/turn/documents-view.test.ts`). */
export const SURE = 0.51
/** Where a known question is half recognised, the document must say nearly all of it. */
const SURER = 0.66
const SHORTEST_QUESTION = 4
const SENTENCES = 2

/** Nothing that the robot knows answers it, but a sentence in a document of the shop does: quoted as it stands, with its source. */
export const quoteDocument: Policy = {
  name: 'quote-document',
  decide({ wanted, text, pending }, context) {
    if (pending !== null || wanted.length === 0 || text.length < SHORTEST_QUESTION) return null
    if (wanted.some((one) => isForOthers(one, context))) return null
    const acts = wanted.slice(0, SENTENCES).flatMap((one) => quoteFor(one, context))
    return acts.length > 0 ? acts : null
  },
}

/** What may be about money or wants a person is asked again, and nothing is read to it from a document. */
function isForOthers({ band, best }: Wanted, { knowledge }: Context): boolean {
  if (band === 'answer') return true
  const entry = band === 'confirm' && best ? knowledge.entry(best.entryId) : undefined
  if (!entry) return false
  return entry.handoff === 'always' || entry.kind === 'talk' || entry.kind === 'act' || speaksOfMoney(entry)
}

function quoteFor({ text, band }: Wanted, { documents }: Context): Act[] {
  const [found] = documents.near(text, 1)
  if (!found || found.score < (band === 'confirm' ? SURER : SURE)) return []
  const sentence = { text: found.quote, passageId: found.id, source: found.source }
  return [{ kind: 'cite', sentences: [sentence], why: `a document says it: ${Math.round(found.score * 100)} %` }]
}
