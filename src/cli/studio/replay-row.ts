import { z } from 'zod'
import { inboundContent } from '../../message/index.ts'
import { instant } from '../lines/parse-line.ts'

/** One message of a recorded session. Rows of a session stand in their order; other fields are ignored. */
export const replayRow = z.object({
  session: z.union([z.string().min(1).max(180), z.number()]),
  turn: z.union([z.string().min(1).max(100), z.number()]),
  role: z.enum(['buyer', 'agent']),
  text: inboundContent.options[0].shape.text,
  at: instant.optional(),
})
export type ReplayRow = z.infer<typeof replayRow>
