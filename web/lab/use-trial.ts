import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Content } from '../api/shapes.ts'
import { type Said, type TrialScene, type Tried, tryTurn } from '../api/trial.ts'
import { useProblem } from '../ui/use-problem.ts'
import { rememberTried } from './tried-shops.ts'

export interface TrialLine {
  readonly key: number
  readonly who: 'buyer' | 'robot'
  readonly content: Content
  /** The turn that a robot's line came from. */
  readonly tried: Tried | null
  readonly at: string
}

/** What was said, on which screen, and what the robot did. */
export interface PlayedTurn {
  readonly said: Said
  readonly reference: TrialScene['reference']
  readonly isGivenBack: boolean
  readonly tried: Tried
}

export interface Trial {
  /** All turns of the talk. */
  readonly turns: readonly PlayedTurn[]
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
  const [turns, setTurns] = useState<readonly PlayedTurn[]>([])
  const isGivenBack = useRef(false)
  const onError = useProblem()
  const turn = useMutation({
    mutationFn: (said: Said) => tryTurn(shopId, said, { ...scene, ...(last && { state: last.state }) }),
    onMutate: (said) => setLines((before) => [...before, buyerLine(said, before.length)]),
    onSuccess: (tried, said) => {
      const played = { said, reference: scene.reference, isGivenBack: isGivenBack.current, tried }
      isGivenBack.current = false
      rememberTried(shopId)
      setTurns((before) => [...before, played])
      setLast(tried)
      setLines((before) => [...before, ...robotLines(tried, before.length)])
    },
    onError,
  })
  return {
    turns,
    lines,
    last,
    isBusy: turn.isPending,
    say: (said) => turn.mutate(said),
    restart() {
      setLines([])
      setTurns([])
      setLast(null)
      isGivenBack.current = false
    },
    giveBack() {
      isGivenBack.current = true
      setLast((before) => before && { ...before, handling: 'robot', state: asRobot(before.state) })
    },
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
