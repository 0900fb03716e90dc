import { z } from 'zod'

/** Where a buyer stands with a shop. Computed from orders, parcels and refunds first, from words second. */
export const demandState = z.enum([
  'pre-sale',
  'ordered-unpaid',
  'paid-unshipped',
  'in-transit',
  'received',
  'refunding',
  'closed',
])
export type DemandState = z.infer<typeof demandState>
