import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { shopId } from '../../kernel/ids.ts'
import { readFigures } from '../../insight/index.ts'
import { defineRoute } from '../define-route.ts'
import { instantOut, queryInstant } from '../fields.ts'
import type { Route } from '../route.ts'

const LONGEST_MS = 32 * 86_400_000
const count = z.int().min(0)

const figuresView = z.strictObject({
  talks: count,
  turns: count,
  questions: count,
  recognised: count,
  answered: count,
  missed: count,
  handedOff: count,
  alone: count,
  replyMsMedian: z.number().nullable(),
  replyMsP95: z.number().nullable(),
  hours: z.array(z.strictObject({ at: instantOut, turns: count, handedOff: count })),
})

/** What the robot did in a period. Counts only: shares are theirs to divide who show them, each beside its n. */
export const figureRoutes = (): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/figures',
    name: 'readFigures',
    summary: 'What the robot heard, recognised, answered and handed over in a period of at most 32 days',
    tag: 'Insight',
    access: 'conversations:read',
    reach: 'filtered',
    query: z.strictObject({ shopId: shopId.optional(), from: queryInstant, to: queryInstant }),
    responses: { 200: figuresView },
    handler: async ({ query, actor, orgId, read }) => {
      const { from, to } = query
      if (to <= from || to - from > LONGEST_MS) throw new XiaoerError({ code: 'invalid-field', field: 'to' })
      const shopIds = query.shopId === undefined ? actor.shopIds : [query.shopId]
      const { hours, ...counts } = await read((tx) => readFigures(tx, { orgId, shopIds, from, to }))
      const byHour = hours.map((hour) => ({ ...hour, at: toIso(hour.at) }))
      return { status: 200, body: { ...counts, hours: byHour } }
    },
  }),
]
