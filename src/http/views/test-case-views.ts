import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { rowId } from '../../kernel/ids.ts'
import { type CaseScene, caseScene, caseTurn, caseTurns, expectation, type TestCase } from '../../learning/index.ts'
import { content } from '../../message/index.ts'
import { instantOut } from '../fields.ts'
import { countPassed, type CaseResult } from '../lab/run-test-cases.ts'

const instantIn = z.iso.datetime({ offset: true })
export const caseName = z.string().trim().min(1).max(100)

/** A talk that is played again; times go over the wire as ISO 8601. */
export const sceneBody = caseScene.extend({ startsAt: instantIn.nullable().default(null) })
export const testCaseBody = z.strictObject({ name: caseName, scene: sceneBody.prefault({}), turns: caseTurns })
export const testCasePatch = z.strictObject({
  name: caseName.optional(),
  scene: sceneBody.optional(),
  turns: caseTurns.optional(),
})

export const readScene = ({ startsAt, ...rest }: z.infer<typeof sceneBody>): CaseScene =>
  caseScene.parse({ ...rest, startsAt: startsAt === null ? null : Date.parse(startsAt) })

export const testCaseView = z.strictObject({
  testCaseId: rowId,
  shopId: z.string(),
  name: z.string(),
  scene: caseScene.extend({ startsAt: instantOut.nullable() }),
  turns: z.array(caseTurn),
  changedBy: z.string(),
  createdAt: instantOut,
  changedAt: instantOut,
})

export const showTestCase = ({ testCaseId, scene, turns, createdAt, changedAt, ...rest }: TestCase) => ({
  ...rest,
  testCaseId: rowId.parse(testCaseId),
  scene: { ...scene, startsAt: scene.startsAt === null ? null : toIso(scene.startsAt) },
  turns: [...turns],
  createdAt: toIso(createdAt),
  changedAt: toIso(changedAt),
})

const failure = z.strictObject({
  expected: expectation,
  /** What there was instead. */
  actual: z.array(z.string()),
})
const turnResult = z.strictObject({
  said: caseTurn.shape.content,
  contents: z.array(content),
  failures: z.array(failure),
})

export const testRunView = z.strictObject({
  at: instantOut,
  knowledge: z.enum(['published', 'drafts']),
  passed: z.int(),
  total: z.int(),
  cases: z.array(
    z.strictObject({ testCaseId: z.string(), name: z.string(), isPassed: z.boolean(), turns: z.array(turnResult) }),
  ),
})

interface Ran {
  readonly at: number
  readonly knowledge: 'published' | 'drafts'
  readonly results: readonly CaseResult[]
}

export const showTestRun = ({ at, knowledge, results }: Ran) => ({
  at: toIso(at),
  knowledge,
  passed: countPassed(results),
  total: results.length,
  cases: results.map(({ turns, ...rest }) => ({
    ...rest,
    turns: turns.map(({ said, contents, failures }) => ({
      said,
      contents: [...contents],
      failures: failures.map(({ expected, actual }) => ({ expected, actual: [...actual] })),
    })),
  })),
})
