import { z } from 'zod'
import { inboundContent, reference } from '../message/index.ts'

const name = z.string().trim().min(1).max(200)

/** What must hold of the robot's turn. An entry is named by its id: a scenario of a pack or an entry of the shop. */
export const expectation = z.discriminatedUnion('kind', [
  /** It was heard as this, whatever was answered. */
  z.strictObject({ kind: z.literal('intent'), entryId: name }),
  /** It was answered from this entry. */
  z.strictObject({ kind: z.literal('entry'), entryId: name }),
  /** It was answered, asked back, handed over…: the kind of one of its acts. */
  z.strictObject({ kind: z.literal('act'), act: name }),
  /** Something that was said holds these words. */
  z.strictObject({ kind: z.literal('text'), text: z.string().trim().min(1).max(500) }),
])
export type Expectation = z.infer<typeof expectation>

const DAY_MS = 86_400_000
const LONGEST_MS = 400 * DAY_MS

export const caseTurn = z.strictObject({
  content: inboundContent,
  /** What stands on the buyer's screen. */
  reference: reference.optional(),
  /** Since the beginning of the talk, ms. */
  afterMs: z.int().min(0).max(LONGEST_MS).default(0),
  /** A person had the talk and gave it back to the robot before this was said. */
  isGivenBack: z.boolean().default(false),
  /** All must hold; none = the turn is only said. */
  expect: z.array(expectation).max(10).default([]),
})
export type CaseTurn = z.infer<typeof caseTurn>

const MOST_TURNS = 30
/** Of one shop: as many as are played in some seconds. */
export const MOST_CASES = 500

/** Who is played, where and when. */
export const caseScene = z.strictObject({
  customerId: z.string().min(1).max(128).optional(),
  channelKind: z.string().max(50).default('http'),
  /** When the talk begins, epoch ms; null = at the moment of the run. */
  startsAt: z.int().min(0).nullable().default(null),
})
export type CaseScene = z.infer<typeof caseScene>

export const caseTurns = z
  .array(caseTurn)
  .min(1)
  .max(MOST_TURNS)
  .refine((turns) => turns.some((turn) => turn.expect.length > 0), 'Say what is expected of one turn at least.')
  .refine(
    (turns) => turns.every((turn, at) => turn.afterMs >= (turns[at - 1]?.afterMs ?? 0)),
    'Turns are in the order of their times.',
  )

/** A talk with the robot that is played again to see whether it still answers as it should. */
export interface TestCase {
  readonly testCaseId: string
  readonly shopId: string
  readonly name: string
  readonly scene: CaseScene
  readonly turns: readonly CaseTurn[]
  readonly changedBy: string
  readonly createdAt: number
  readonly changedAt: number
}
