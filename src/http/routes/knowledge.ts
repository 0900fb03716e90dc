import { z } from 'zod'
import { newUuid } from '../../kernel/ids.ts'
import { discardDraft, listWorkspace, readWorkspaceEntry, removeEntry, saveDraft } from '../../knowledge/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import { pageOf, paging, queryFlag, readCursor, showPage } from '../fields.ts'
import { entryFigures } from '../knowledge-figures.ts'
import { findScope } from '../knowledge-scope.ts'
import type { Route } from '../route.ts'
import { figureView } from '../views/figure-views.ts'
import {
  entryBody,
  entryId,
  readEntry,
  readSeen,
  seenBody,
  showWorkspaceEntry,
  workspaceEntryView,
} from '../views/knowledge-views.ts'
import { type DocumentDeps, documentRoutes } from './documents.ts'
import { knowledgeChangeRoutes } from './knowledge-changes.ts'
import { knowledgeFileRoutes } from './knowledge-files.ts'
import { type KnowledgeDeps, knowledgeReleaseRoutes } from './knowledge-releases.ts'
import { packRoutes } from './packs.ts'
import { validityRoutes } from './validities.ts'

const tag = 'Knowledge'
const root = '/api/v1/knowledge/:scopeId'
const scopeParams = z.strictObject({ scopeId: entryId })
const entryParams = z.strictObject({ scopeId: entryId, entryId })
/** With the figures that stand written in its answers, checked against the ledger. */
const savedEntryView = workspaceEntryView.extend({ figures: z.array(figureView) })
const NEW = { changedAt: null, baseRelease: null }
const sample = {
  title: { en: 'Are there gifts?' },
  phrasings: ['is there a gift', 'do you give something with it'],
  answers: [{ id: 'default', texts: ['The product page names the gifts.'] }],
}

/** What robots know: own knowledge of an organisation, group or shop (`scopeId` is the id of either), periods and packs. */
export const knowledgeRoutes = (deps: KnowledgeDeps & DocumentDeps): Route[] => [
  ...readEntries(),
  ...writeEntries(deps),
  ...knowledgeChangeRoutes(),
  ...knowledgeReleaseRoutes(deps),
  ...knowledgeFileRoutes(deps),
  ...validityRoutes(deps),
  ...documentRoutes(deps),
  ...packRoutes(deps),
]

const readEntries = (): Route[] => [listEntriesRoute(), readEntryRoute()]

const writeEntries = (deps: KnowledgeDeps): Route[] => [
  addEntryRoute(deps),
  saveEntryRoute(deps),
  ...[
    { name: 'removeEntry', verb: 'remove', summary: 'Take an entry out with the next release', run: removeEntry },
    { name: 'discardDraft', verb: 'discard', summary: 'Throw the draft of an entry away', run: discardDraft },
  ].map(({ name, verb, summary, run }) =>
    defineRoute({
      method: 'POST',
      path: `${root}/entries/:entryId/${verb}`,
      name,
      summary,
      tag,
      access: 'knowledge:write',
      audit: 'knowledge.drafted',
      reach: 'filtered',
      params: entryParams,
      body: z.strictObject({ seen: seenBody }),
      example: { seen: { changedAt: null, baseRelease: 1 } },
      responses: { 204: nothing },
      handler: ({ params, body, actor, orgId, at, commit }) =>
        commit(async (tx) => {
          const scope = await findScope(tx, { ...params, orgId, actor })
          await readWorkspaceEntry(tx, scope, params.entryId)
          await run(tx, scope, { entryId: params.entryId, seen: readSeen(body.seen), by: actor.id, at })
          const detail = { how: verb }
          await appendAudit(tx, { orgId, actor, act: 'knowledge.drafted', target: params.entryId, at, detail })
          return { status: 204, body: undefined }
        }),
    }),
  ),
]

const listEntriesRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/entries`,
    name: 'listEntries',
    summary: 'The workspace: published entries and drafts, oldest first',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    params: scopeParams,
    query: z.strictObject({ ...paging, search: z.string().max(200).optional(), draftsOnly: queryFlag.optional() }),
    responses: { 200: pageOf(workspaceEntryView) },
    handler: async ({ params, query, actor, orgId, read }) => {
      const after = readCursor(entryId, query.cursor)
      const { search, draftsOnly, limit } = query
      const rows = await read(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        return listWorkspace(tx, scope, { limit: limit + 1, after, search, draftsOnly })
      })
      return { status: 200, body: showPage({ rows, limit, show: showWorkspaceEntry, after: (row) => row.entryId }) }
    },
  })

const readEntryRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/entries/:entryId`,
    name: 'readEntry',
    summary: 'One entry as it would be after publishing',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    params: entryParams,
    responses: { 200: workspaceEntryView },
    handler: async ({ params, actor, orgId, read }) => ({
      status: 200,
      body: await read(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        return showWorkspaceEntry(await readWorkspaceEntry(tx, scope, params.entryId))
      }),
    }),
  })

const addEntryRoute = ({ trials }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/entries`,
    name: 'addEntry',
    summary: 'A new entry, as a draft',
    tag,
    access: 'knowledge:write',
    audit: 'knowledge.drafted',
    reach: 'filtered',
    params: scopeParams,
    body: z.strictObject({ entry: entryBody }),
    example: { entry: sample },
    responses: { 201: savedEntryView },
    handler: async ({ params, body, actor, orgId, at, read, commit }) => {
      const id = newUuid(at)
      const entry = readEntry(id, body.entry)
      const scope = await read((tx) => findScope(tx, { ...params, orgId, actor }))
      const figures = await entryFigures({ scope, entry, at }, { ...trials, read })
      return commit(async (tx) => {
        const draft = { entryId: id, entry, seen: NEW, by: actor.id, at }
        const saved = await saveDraft(tx, scope, draft)
        await appendAudit(tx, { orgId, actor, act: 'knowledge.drafted', target: id, at, content: body })
        return { status: 201, body: { ...showWorkspaceEntry(saved), figures } }
      })
    },
  })

const saveEntryRoute = ({ trials }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'PUT',
    path: `${root}/entries/:entryId`,
    name: 'saveEntry',
    summary: 'Change an entry, as a draft; 409 when it changed since it was seen',
    tag,
    access: 'knowledge:write',
    audit: 'knowledge.drafted',
    reach: 'filtered',
    params: entryParams,
    body: z.strictObject({ entry: entryBody, seen: seenBody }),
    example: { entry: sample, seen: { changedAt: null, baseRelease: 1 } },
    responses: { 200: savedEntryView },
    handler: async ({ params, body, actor, orgId, at, read, commit }) => {
      const entry = readEntry(params.entryId, body.entry)
      const scope = await read((tx) => findScope(tx, { ...params, orgId, actor }))
      const figures = await entryFigures({ scope, entry, at }, { ...trials, read })
      return commit(async (tx) => {
        await readWorkspaceEntry(tx, scope, params.entryId)
        const draft = { entryId: params.entryId, entry, seen: readSeen(body.seen), by: actor.id, at }
        const saved = await saveDraft(tx, scope, draft)
        await appendAudit(tx, { orgId, actor, act: 'knowledge.drafted', target: params.entryId, at, content: body })
        return { status: 200, body: { ...showWorkspaceEntry(saved), figures } }
      })
    },
  })
