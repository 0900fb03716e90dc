import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Content } from '../api/shapes.ts'
import { type Said, type TrialScene, type Tried, tryTurn } from '../api/trial.ts'
import { useProblem } from '../ui/use-problem.ts'

export interface TrialLine {
  readonly key: number
  readonly who: 'buyer' | 'robot'
  readonly content: Content
  /** The turn that a robot's line came from. */
  readonly tried: Tried | null
  readonly at: string
}

export interface Trial {
  readonly lines: readonly TrialLine[]
  readonly last: Tried | null
  readonly isBusy: boolean
  say(said: Said): void
  /** Everything from the beginning. */
  restart(): void
  /** The robot answers again after it called a person. */
  giveBack(): void
}

/** A talk that exists on this page only: the server is handed what it remembered and hands it back. */
export function useTrial(shopId: string, scene: TrialScene): Trial {
  const [lines, setLines] = useState<readonly TrialLine[]>([])
  const [last, setLast] = useState<Tried | null>(null)
  const onError = useProblem()
  const turn = useMutation({
    mutationFn: (said: Said) => tryTurn(shopId, said, { ...scene, ...(last && { state: last.state }) }),
    onMutate: (said) => setLines((before) => [...before, buyerLine(said, before.length)]),
    onSuccess: (tried) => {
      setLast(tried)
      setLines((before) => [...before, ...robotLines(tried, before.length)])
    },
    onError,
  })
  return {
    lines,
    last,
    isBusy: turn.isPending,
    say: (said) => turn.mutate(said),
    restart() {
      setLines([])
      setLast(null)
    },
    giveBack: () => setLast((before) => before && { ...before, handling: 'robot', state: asRobot(before.state) }),
  }
}

const buyerLine = (said: Said, key: number): TrialLine => ({
  key,
  who: 'buyer',
  content: said,
  tried: null,
  at: new Date().toISOString(),
})

const robotLines = (tried: Tried, first: number): TrialLine[] =>
  tried.contents.map((content, place) => ({ key: first + place, who: 'robot', content, tried, at: tried.at }))

const asRobot = (state: string): string => JSON.stringify({ ...JSON.parse(state), handling: 'robot' })
