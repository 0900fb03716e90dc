import type { Context, Decision, Understanding } from '../dialogue/index.ts'
import { answerChoice } from './answer-choice.ts'
import { answerWanted } from './answer-wanted.ts'
import { askAgain } from './ask-again.ts'
import { askWhich } from './ask-which.ts'
import { assumedBy } from './assumed-by.ts'
import { hearBare } from './hear-bare.ts'
import type { Policy } from './policy.ts'
import { quoteDocument } from './quote-document.ts'
import { receiveFile } from './receive-file.ts'
import { showNamed } from './show-named.ts'
import { staySilent } from './stay-silent.ts'
import { tellCited } from './tell-cited.ts'
import { waitForPerson } from './wait-for-person.ts'

/** In this order; the first sure one wins. */
const POLICIES: readonly Policy[] = [
  staySilent,
  answerChoice,
  waitForPerson,
  answerWanted,
  askWhich,
  quoteDocument,
  showNamed,
  receiveFile,
  hearBare,
  tellCited,
  askAgain,
]
const MOST_ACTS = 3

/** What to do about what was understood, and why. Pure; total: the last policy always answers. */
export function decide(seen: Understanding, context: Context): Decision {
  const considered: { policy: string; outcome: string }[] = []
  for (const policy of POLICIES) {
    const acts = policy.decide(seen, context)
    considered.push({ policy: policy.name, outcome: acts ? 'taken' : 'passed' })
    if (!acts) continue
    const first = acts.slice(0, MOST_ACTS)
    return { acts: first, assumed: assumedBy(first, seen, context), considered }
  }
  return { acts: [{ kind: 'fallback', again: false, why: 'no policy was sure' }], considered }
}
