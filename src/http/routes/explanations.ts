import { z } from 'zod'
import { findMessage, readTurn } from '../../conversation/index.ts'
import { notFound } from '../../kernel/errors.ts'
import { messageId, turnId } from '../../kernel/ids.ts'
import { type Actor, reachesShop } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { showTurn, turnView } from '../views/turn-view.ts'

const tag = 'Conversations'
const access = 'messages:read'

/** Every robot message can explain itself: readings and their scores, conditions met and failed, memory, versions, sources. */
export const explanationRoutes = (): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/messages/:messageId/why',
    name: 'explainMessage',
    summary: 'Why the robot said this; of a buyer message, what became of it',
    tag,
    access,
    reach: 'filtered',
    params: z.strictObject({ messageId }),
    responses: { 200: turnView },
    handler: async ({ params, actor, orgId, read }) => ({
      status: 200,
      body: await read(async (tx) => {
        const found = await findMessage(tx, orgId, params.messageId)
        // What people and the house say has no turn to explain.
        if (!found?.turnId) throw notFound()
        return explain(tx, found.turnId, actor)
      }),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/turns/:turnId',
    name: 'readTurn',
    summary: 'One turn: what was heard, decided and said, and why',
    tag,
    access,
    reach: 'filtered',
    params: z.strictObject({ turnId }),
    responses: { 200: turnView },
    handler: async ({ params, actor, read }) => ({
      status: 200,
      body: await read((tx) => explain(tx, params.turnId, actor)),
    }),
  }),
]

async function explain(tx: Tx, id: string, actor: Actor) {
  const turn = await readTurn(tx, actor.orgId, id)
  if (!turn || !reachesShop(actor, turn.shopId)) throw notFound()
  return showTurn(turn)
}
