import { z } from 'zod'
import { instantOut } from '../fields.ts'

/** A figure of prices and offers that stands written in an answer, and what the ledger of the shop says to it. */
export const figureView = z.strictObject({
  /** `answers.0.texts.1` */
  path: z.string(),
  text: z.string(),
  says: z.enum(['price', 'was', 'sum', 'threshold', 'off', 'rate', 'freight', 'days']),
  /**
   * `differs`: the robot does not say it, the ledger or a person answers; `unknown`: the ledger has no word on it; `unchecked`:
   * the scope has more than one ledger, each is asked when it is said.
   */
  outcome: z.enum(['agrees', 'differs', 'unknown', 'unchecked']),
  /** The record that says the same. */
  record: z.strictObject({ sourceId: z.string(), version: z.string(), validTo: instantOut.nullable() }).nullable(),
})
