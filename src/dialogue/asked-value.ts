import { z } from 'zod'

/** The value of an `asked` fact: how often this question was answered lately, and which wordings were used (hashes). */
export const askedValue = z.object({ times: z.int(), said: z.array(z.string()) })
export type AskedValue = z.infer<typeof askedValue>

/** The value of the `misses` fact: how many turns in a row got no answer. */
export const missesValue = z.object({ count: z.int() })
