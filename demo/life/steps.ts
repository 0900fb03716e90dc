import { z } from 'zod'
import { parcelState, refund, refundState } from '../shapes.ts'

const at = z.int()

/** What will happen to an order, written when it is placed (or changed by an act) and carried out when its time comes. */
export const step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('expire'), at }),
  z.object({ kind: z.literal('pay'), at, shipBy: z.int() }),
  z.object({
    kind: z.literal('ship'),
    at,
    parcels: z.array(z.object({ parcelId: z.string(), company: z.string(), number: z.string(), eta: z.int() })),
  }),
  z.object({
    kind: z.literal('trace'),
    at,
    parcelId: z.string(),
    text: z.string(),
    place: z.string(),
    state: parcelState,
  }),
  z.object({ kind: z.literal('receive'), at }),
  z.object({ kind: z.literal('complete'), at }),
  z.object({
    kind: z.literal('ask-refund'),
    at,
    refund: refund.pick({ refundId: true, kind: true, amount: true, reason: true }),
  }),
  z.object({ kind: z.literal('move-refund'), at, refundId: z.string(), state: refundState }),
  z.object({ kind: z.literal('close'), at }),
])
export type Step = z.infer<typeof step>

export const inOrder = (steps: readonly Step[]): Step[] => [...steps].sort((one, other) => one.at - other.at)
