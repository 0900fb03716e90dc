import type { NewCase } from '../api/test-cases.ts'
import type { CaseTurn, Expectation, TestCase } from '../api/shapes.ts'
import type { TrialScene } from '../api/trial.ts'
import { isFilled } from './expectations.tsx'
import type { PlayedTurn } from './use-trial.ts'

/** A case as it is being written. */
export interface CaseDraft {
  /** Null: not stored yet. */
  readonly testCaseId: string | null
  readonly name: string
  readonly scene: TestCase['scene']
  readonly turns: readonly CaseTurn[]
}

/** A talk of the test chat: what the robot did is what is expected, until somebody says otherwise. */
export function draftOf(turns: readonly PlayedTurn[], { customerId, channelKind }: TrialScene): CaseDraft {
  const startsAt = turns[0]?.tried.at ?? null
  const start = startsAt === null ? 0 : Date.parse(startsAt)
  return {
    testCaseId: null,
    name: nameOf(turns[0]?.said),
    scene: { channelKind: channelKind ?? 'http', startsAt, ...(customerId && { customerId }) },
    turns: turns.map((turn) => ({
      content: turn.said,
      ...(turn.reference && { reference: turn.reference }),
      afterMs: Math.max(0, Date.parse(turn.tried.at) - start),
      isGivenBack: turn.isGivenBack,
      expect: expectedOf(turn),
    })),
  }
}

export const draftOfCase = ({ testCaseId, name, scene, turns }: TestCase): CaseDraft => ({
  testCaseId,
  name,
  scene,
  turns,
})

export const bodyOf = ({ name, scene, turns }: CaseDraft): NewCase => ({
  name: name.trim(),
  scene,
  turns: turns.map((turn) => ({ ...turn, expect: turn.expect.filter(isFilled) })),
})

export const canBeKept = ({ name, turns }: CaseDraft): boolean =>
  name.trim() !== '' && turns.some(({ expect }) => expect.some(isFilled))

const NAME_LENGTH = 60

const nameOf = (said: PlayedTurn['said'] | undefined): string =>
  (said === undefined ? '' : said.kind === 'text' ? said.text : said.label).slice(0, NAME_LENGTH)

/** From which entry it answered; where it answered from none, what it did. */
function expectedOf({ tried: { why } }: PlayedTurn): Expectation[] {
  const acts = why?.decided.acts ?? []
  const answered = acts.flatMap(({ entryId }) => (entryId ? [entryId] : []))
  if (answered.length > 0) return [...new Set(answered)].map((entryId) => ({ kind: 'entry', entryId }))
  return acts.slice(0, 1).map(({ kind }) => ({ kind: 'act', act: kind }))
}
