import { askedValue, type Context } from '../dialogue/index.ts'

export function timesAsked(entryId: string, context: Context): number {
  const fact = context.memory.find(({ kind, key }) => kind === 'asked' && key === entryId)
  return fact ? (askedValue.safeParse(fact.value).data?.times ?? 0) : 0
}
