import { z } from 'zod'
import { changeMany, type ManyAct, undoMany } from '../../knowledge/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute } from '../define-route.ts'
import { findScope } from '../knowledge-scope.ts'
import type { Route } from '../route.ts'
import { entryId, readSeen, seenBody } from '../views/knowledge-views.ts'

const tag = 'Knowledge'
const root = '/api/v1/knowledge/:scopeId/changes'
const MOST = 1000

const manyAct = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('remove') }),
  z.strictObject({ kind: z.literal('discard') }),
  z.strictObject({ kind: z.literal('switch-on') }),
  z.strictObject({ kind: z.literal('switch-off') }),
  z.strictObject({ kind: z.literal('move'), topic: z.string().trim().max(100) }),
]) satisfies z.ZodType<ManyAct>

/** One act on many entries at once, and taking it back. */
export const knowledgeChangeRoutes = (): Route[] => [changeEntriesRoute(), undoChangeRoute()]

const changeEntriesRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: root,
    name: 'changeEntries',
    summary: 'Remove, discard, switch or move entries, as drafts, all or none; the change can be undone under its id',
    tag,
    access: 'knowledge:write',
    audit: 'knowledge.drafted',
    reach: 'filtered',
    params: z.strictObject({ scopeId: entryId }),
    body: z.strictObject({
      act: manyAct,
      entries: z
        .array(z.strictObject({ entryId, seen: seenBody }))
        .min(1)
        .max(MOST),
    }),
    example: {
      act: { kind: 'switch-off' },
      entries: [{ entryId: '01900000-0000-7000-8000-000000000001', seen: { changedAt: null, baseRelease: 1 } }],
    },
    responses: { 201: z.strictObject({ changeId: z.string(), changed: z.int() }) },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const entries = body.entries.map(({ entryId: id, seen }) => ({ entryId: id, seen: readSeen(seen) }))
        const done = await changeMany(tx, scope, { act: body.act, entries, by: actor.id, at })
        const detail = { how: body.act.kind, entries: done.changed }
        const act = 'knowledge.drafted'
        await appendAudit(tx, { orgId, actor, act, target: params.scopeId, at, detail, content: body })
        return { status: 201, body: done }
      }),
  })

const undoChangeRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/:changeId/undo`,
    name: 'undoChange',
    summary: 'Put back the drafts that a change replaced; 409 when one of them was changed or published since',
    tag,
    access: 'knowledge:write',
    audit: 'knowledge.drafted',
    reach: 'filtered',
    params: z.strictObject({ scopeId: entryId, changeId: entryId }),
    responses: { 200: z.strictObject({ restored: z.int() }) },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const done = await undoMany(tx, scope, params.changeId)
        const detail = { how: 'undo', changeId: params.changeId }
        await appendAudit(tx, { orgId, actor, act: 'knowledge.drafted', target: params.scopeId, at, detail })
        return { status: 200, body: done }
      }),
  })
