import type { EgressProblem, EgressResponse } from '../../egress/index.ts'
import type { Result } from '../../kernel/result.ts'
import type { SendOutcome } from '../../message/index.ts'

// The receiver is busy, early or in a muddle with itself: another try may succeed.
const PASSING = new Set([408, 409, 425, 429])
const LONGEST_WAIT_MS = 3_600_000

/** What an answer, or its absence, says about a signed POST. */
export function outcomeOf(answer: Result<EgressResponse, EgressProblem>): SendOutcome {
  if (!answer.ok) return outcomeOfProblem(answer.problem)
  const { status, headers } = answer.value
  if (status >= 200 && status < 300) return { kind: 'delivered', receipt: String(status) }
  const reason = `status ${status}`
  if (status >= 400 && status < 500 && !PASSING.has(status)) return { kind: 'refused', reason }
  const seconds = Number(headers['retry-after'])
  if (!Number.isFinite(seconds) || seconds <= 0) return { kind: 'unreachable', reason }
  return { kind: 'unreachable', reason, retryAfterMs: Math.min(seconds * 1000, LONGEST_WAIT_MS) }
}

function outcomeOfProblem(problem: EgressProblem): SendOutcome {
  switch (problem.kind) {
    case 'bad-url':
    case 'forbidden-address':
      return { kind: 'refused', reason: problem.reason }
    case 'unreachable':
    case 'timeout':
    case 'too-large':
    case 'too-many-redirects':
      return { kind: problem.bodySent ? 'unknown' : 'unreachable', reason: problem.reason }
  }
}
