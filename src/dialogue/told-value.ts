import { type Told, toldValue } from '../offer/index.ts'
import type { Context } from './context.ts'

/** What the buyer was told under this key of a `told` fact, while it was to hold. */
export function toldBefore({ memory }: Pick<Context, 'memory'>, key: string): Told | null {
  for (const fact of memory)
    if (fact.kind === 'told' && fact.key === key) return toldValue.safeParse(fact.value).data ?? null
  return null
}
