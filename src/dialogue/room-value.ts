import { z } from 'zod'
import type { Context } from './context.ts'

/** The value of the `room` fact: the live room that the buyer came from last. */
const roomValue = z.string()

export function roomBefore({ memory }: Pick<Context, 'memory'>): string | null {
  for (const fact of memory) if (fact.kind === 'room') return roomValue.safeParse(fact.value).data ?? null
  return null
}
