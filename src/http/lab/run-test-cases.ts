import { type Actual, type CaseTurn, type Failure, judgeTurn, type TestCase } from '../../learning/index.ts'
import type { Content } from '../../message/index.ts'
import { prepareTrial, type TrialDeps, type TrialState, type Tried, tryTurn } from '../../turn/index.ts'

type Ground = Parameters<typeof prepareTrial>[0]

export interface TurnResult {
  readonly said: CaseTurn['content']
  readonly contents: readonly Content[]
  readonly failures: readonly Failure[]
}

export interface CaseResult {
  readonly testCaseId: string
  readonly name: string
  readonly isPassed: boolean
  readonly turns: readonly TurnResult[]
}

interface Run {
  readonly ground: Omit<Ground, 'entry'>
  readonly cases: readonly TestCase[]
  /** The moment of the run, epoch ms. */
  readonly at: number
  /** Aborted: the rest is not played. */
  readonly signal: AbortSignal
}

/** Plays talks again on the path that answers buyers, as the test chat does: nothing is written, nothing is sent. */
export async function runTestCases({ ground, cases, at, signal }: Run, deps: TrialDeps): Promise<CaseResult[]> {
  if (cases.length === 0) return []
  const model = await prepareTrial({ ...ground, entry: null }, deps)
  const results: CaseResult[] = []
  for (const one of cases) {
    if (signal.aborted) break
    const stage: Stage = { one, shop: ground.shop, model, startsAt: one.scene.startsAt ?? at }
    results.push(await playCase(stage, deps))
  }
  return results
}

export const countPassed = (results: readonly CaseResult[]): number => results.filter(({ isPassed }) => isPassed).length

interface Stage {
  readonly one: TestCase
  readonly shop: Ground['shop']
  readonly model: Awaited<ReturnType<typeof prepareTrial>>
  readonly startsAt: number
}

async function playCase({ one, shop, model, startsAt }: Stage, deps: TrialDeps): Promise<CaseResult> {
  let state: TrialState = { memory: [], handling: 'robot' }
  const turns: TurnResult[] = []
  for (const turn of one.turns) {
    const tried = await tryTurn(
      {
        shop,
        content: turn.content,
        reference: turn.reference ?? null,
        customerId: one.scene.customerId ?? null,
        channelKind: one.scene.channelKind,
        state: turn.isGivenBack ? { ...state, handling: 'robot' } : state,
        at: startsAt + turn.afterMs,
      },
      model,
      deps,
    )
    state = tried.state
    turns.push({
      said: turn.content,
      contents: tried.handled.reply.contents,
      failures: judgeTurn(turn.expect, actualOf(tried)),
    })
  }
  const isPassed = turns.every(({ failures }) => failures.length === 0)
  return { testCaseId: one.testCaseId, name: one.name, isPassed, turns }
}

function actualOf({ handled: { seen, decision, reply } }: Tried): Actual {
  return {
    intents: seen.wanted.flatMap(({ best }) => best?.entryId ?? []),
    entries: [
      ...new Set([
        ...decision.acts.flatMap((act) => ('entryId' in act && act.entryId ? [act.entryId] : [])),
        ...reply.choices.map(({ entryId }) => entryId),
      ]),
    ],
    acts: decision.acts.map(({ kind }) => kind),
    texts: reply.contents.flatMap(textsOf),
  }
}

/** What a reader sees of it. */
function textsOf(content: Content): string[] {
  const words = [
    'text' in content ? content.text : undefined,
    'title' in content ? content.title : undefined,
    ...('items' in content ? content.items.map(({ label }) => label) : []),
  ]
  return words.flatMap((word) => word ?? [])
}
