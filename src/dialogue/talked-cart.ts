import { z } from 'zod'

const talkedLine = z.object({
  productId: z.string(),
  /** Null: no option was named. */
  skuId: z.string().nullable(),
  quantity: z.int().min(1).max(9999),
})
export type TalkedLine = z.infer<typeof talkedLine>

const talkedLines = z.array(talkedLine)

/** What a question about money is asked of. */
export interface TalkedCart {
  readonly lines: readonly TalkedLine[]
  /** Words put it together, it was talked of before, or it is the product in focus. */
  readonly origin: 'words' | 'memory' | 'focus'
  /** Where it is to go, in the word of the packs; null: not said. */
  readonly region: string | null
}

/** What a context keeps in mind, as far as it matters here. */
interface Kept {
  readonly memory: readonly { readonly kind: string; readonly value: unknown }[]
}

/** The value of the `cart` fact: what the buyer last put together in words. Empty: nothing lately. */
export function cartBefore({ memory }: Kept): readonly TalkedLine[] {
  for (const fact of memory) if (fact.kind === 'cart') return talkedLines.safeParse(fact.value).data ?? []
  return []
}

/** The value of the `region` fact. */
export function regionBefore({ memory }: Kept): string | null {
  for (const fact of memory) if (fact.kind === 'region') return z.string().safeParse(fact.value).data ?? null
  return null
}
