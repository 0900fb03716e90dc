import type { Resolved } from '../resolved.ts'
import { sayTime } from '../say-time.ts'
import type { Scene } from '../scene.ts'
import { quotedOf } from './money-case.ts'
import { yuan } from './naming.ts'
import { totalOf } from './say-quote.ts'
import { sourcesOfQuote } from './sources.ts'

/** `{deposit.*}` of a pre-sale that is talked of: what is paid now and later, and between when. */
export function depositVariable(field: string, scene: Scene): Resolved | undefined {
  const quote = quotedOf(scene)
  const steps = quote?.steps.filter(({ layer }) => layer === 10) ?? []
  const [first] = steps
  if (!quote || !first) return undefined
  const sources = sourcesOfQuote(quote, steps)
  const all = sourcesOfQuote(quote)
  const time = (iso: string | undefined) => (iso ? { value: sayTime(Date.parse(iso), scene), sources } : undefined)
  const sum = (fen: (step: (typeof steps)[number]) => number) =>
    yuan(steps.reduce((total, step) => total + fen(step), 0))
  const deposits = steps.reduce((total, { depositFen = 0 }) => total + depositFen, 0)
  switch (field) {
    case 'amount':
      return { value: sum(({ depositFen = 0 }) => depositFen), sources }
    case 'gain':
      return { value: sum(({ gainFen = 0 }) => gainFen), sources }
    case 'worth':
      return { value: sum(({ depositFen = 0, gainFen = 0 }) => depositFen + gainFen), sources }
    case 'later':
      return { value: yuan(totalOf(quote) - deposits), sources: all }
    case 'from':
      return time(first.balanceFrom)
    case 'to':
      return time(first.balanceTo)
    default:
      return undefined
  }
}
