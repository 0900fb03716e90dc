import { z } from 'zod'
import type { Context } from './context.ts'

/** The value of the `topic` fact: what was last asked, and in which words. */
const topicValue = z.object({ entryId: z.string(), text: z.string() })
export type Topic = z.infer<typeof topicValue>

/** Null: nothing was asked lately. */
export function topicOf({ memory }: Pick<Context, 'memory'>): Topic | null {
  for (const fact of memory) if (fact.kind === 'topic') return topicValue.safeParse(fact.value).data ?? null
  return null
}
