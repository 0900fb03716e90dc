import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { newUuid } from '../../kernel/ids.ts'
import {
  diagnoseEntry,
  diffReleases,
  entryHistory,
  type KnowledgeChanged,
  listReleases,
  listSiblings,
  listValidities,
  type Packs,
  publish,
  type Published,
  readWorkspaceEntry,
  rollBack,
  type TableWords,
} from '../../knowledge/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute } from '../define-route.ts'
import { pageOf, paging, queryInt, readCursor, showPage } from '../fields.ts'
import { entryFigures } from '../knowledge-figures.ts'
import { findScope } from '../knowledge-scope.ts'
import { instantOut } from '../fields.ts'
import { passGate, readGate } from '../lab/publish-gate.ts'
import type { TrialDeps } from '../../turn/index.ts'
import type { Route } from '../route.ts'
import { figureView } from '../views/figure-views.ts'
import {
  diagnosisView,
  diffView,
  entryBody,
  entryId,
  entryView,
  readEntry,
  releaseView,
  showDiagnosis,
  showDiff,
  showEntry,
  showRelease,
} from '../views/knowledge-views.ts'

export interface KnowledgeDeps {
  readonly packs: Packs
  readonly tableWords: TableWords
  /** Told after commit, so that what is resident reloads at once on this node. */
  readonly knowledgeChanged: KnowledgeChanged
  /** Where test cases are played before drafts become a release. */
  readonly trials: TrialDeps
}

const tag = 'Knowledge'
const root = '/api/v1/knowledge/:scopeId'
const scopeParams = z.strictObject({ scopeId: entryId })
const RELEASES = 2 ** 31 - 1
const releaseNumber = queryInt(1, RELEASES)
const note = z.string().max(500).default('')

export const knowledgeReleaseRoutes = (deps: KnowledgeDeps): Route[] => [
  ...diagnosis(deps),
  ...readReleases(),
  ...writeReleases(deps),
]

const diagnosis = (deps: KnowledgeDeps): Route[] => [diagnoseEntryRoute(deps)]

const readReleases = (): Route[] => [listReleasesRoute(), diffReleasesRoute(), readEntryHistoryRoute()]

const wordingView = z.strictObject({
  since: z.int(),
  until: z.int().nullable(),
  publishedBy: z.string(),
  publishedAt: instantOut,
  endedBy: z.string().nullable(),
  entry: entryView,
})

const writeReleases = (deps: KnowledgeDeps): Route[] => [publishKnowledgeRoute(deps), rollBackKnowledgeRoute(deps)]

const diagnoseEntryRoute = ({ packs, trials }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/diagnosis`,
    name: 'diagnoseEntry',
    idempotency: 'own',
    summary: 'What is likely wrong with an entry; stores nothing',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    params: scopeParams,
    body: z.strictObject({ entryId: entryId.optional(), entry: entryBody }),
    example: {
      entry: {
        title: { en: 'Gifts' },
        phrasings: ['any gifts'],
        answers: [{ id: 'a', texts: ['Socks from 99 yuan'] }],
      },
    },
    responses: { 200: z.strictObject({ items: z.array(diagnosisView), figures: z.array(figureView) }) },
    handler: async ({ params, body, actor, orgId, at, read }) => {
      const entry = readEntry(body.entryId ?? newUuid(at), body.entry)
      const { scope, own, validities } = await read(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const id = body.entryId
        if (id !== undefined) await readWorkspaceEntry(tx, scope, id)
        const shopId = scope.scope === 'shop' ? scope.scopeId : null
        return { scope, own: await listSiblings(tx, scope), validities: await listValidities(tx, { orgId, shopId }) }
      })
      const siblings = [...packs.list.flatMap((pack) => pack.entries), ...own]
      const rules = new Map(validities.map((one) => [one.validityId, one.rule]))
      const items = diagnoseEntry(entry, { at, siblings, validities: rules }).map(showDiagnosis)
      const figures = await entryFigures({ scope, entry, at }, { ...trials, read })
      return { status: 200, body: { items, figures } }
    },
  })

const listReleasesRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/releases`,
    name: 'listReleases',
    summary: 'Releases, the newest first',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    params: scopeParams,
    query: z.strictObject({ ...paging }),
    responses: { 200: pageOf(releaseView) },
    handler: async ({ params, query, actor, orgId, read }) => {
      const before = readCursor(z.int().min(1).max(RELEASES), query.cursor)
      const rows = await read(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        return listReleases(tx, scope, { limit: query.limit + 1, before })
      })
      return {
        status: 200,
        body: showPage({ rows, limit: query.limit, show: showRelease, after: (row) => row.release }),
      }
    },
  })

const diffReleasesRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/diff`,
    name: 'diffReleases',
    summary: 'What changed from one release (0, before the first) to another (the newest)',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    params: scopeParams,
    query: z.strictObject({ from: queryInt(0, RELEASES).default(0), to: queryInt(0, RELEASES).optional() }),
    responses: { 200: diffView },
    handler: async ({ params, query, actor, orgId, read }) => ({
      status: 200,
      body: await read(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        return showDiff(await diffReleases(tx, scope, query))
      }),
    }),
  })

const readEntryHistoryRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/entries/:entryId/history`,
    name: 'readEntryHistory',
    summary: 'Every published wording of an entry, the newest first, and who published it',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    params: z.strictObject({ scopeId: entryId, entryId }),
    responses: { 200: z.strictObject({ items: z.array(wordingView) }) },
    handler: async ({ params, actor, orgId, read }) => {
      const wordings = await read(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const history = await entryHistory(tx, scope, params.entryId)
        if (history.length === 0) await readWorkspaceEntry(tx, scope, params.entryId)
        return history
      })
      const items = wordings.map(({ entry, publishedAt, since, until, publishedBy, removedBy }) => ({
        since,
        until,
        publishedBy,
        publishedAt: toIso(publishedAt),
        endedBy: removedBy,
        entry: showEntry(entry),
      }))
      return { status: 200, body: { items } }
    },
  })

const publishKnowledgeRoute = ({ knowledgeChanged, trials }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/publish`,
    name: 'publishKnowledge',
    summary: 'Drafts (all, or those named) become the next release; the robot says them at once',
    tag,
    access: 'knowledge:write',
    audit: 'knowledge.published',
    reach: 'filtered',
    params: scopeParams,
    body: z.strictObject({ note, entryIds: z.array(entryId).min(1).max(10_000).optional() }),
    example: { note: 'Gifts of March' },
    responses: { 201: releaseView },
    handler: async ({ params, body, actor, orgId, at, read, commit, signal }) => {
      const gate = await read(async (tx) => readGate(tx, await findScope(tx, { ...params, orgId, actor })))
      if (gate) await passGate(gate, { entryIds: body.entryIds, at, signal: signal() }, trials)
      const told: Published[] = []
      const reply = await commit(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const release = await publish(tx, scope, { ...body, by: actor.id, at })
        const detail = { release: release.release, scope: scope.scope }
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'knowledge.published',
          target: params.scopeId,
          at,
          detail,
          content: body,
        })
        told.push(release)
        return { status: 201 as const, body: showRelease(release) }
      })
      for (const { shopIds } of told) knowledgeChanged({ orgId, shopIds })
      return reply
    },
  })

const rollBackKnowledgeRoute = ({ knowledgeChanged }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/releases/:release/roll-back`,
    name: 'rollBackKnowledge',
    summary: 'A new release that equals this one',
    tag,
    access: 'knowledge:write',
    audit: 'knowledge.rolled-back',
    reach: 'filtered',
    params: z.strictObject({ scopeId: entryId, release: releaseNumber }),
    body: z.strictObject({ note }),
    example: { note: 'The gifts are gone' },
    responses: { 201: releaseView },
    handler: async ({ params, body, actor, orgId, at, commit }) => {
      const told: Published[] = []
      const reply = await commit(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const release = await rollBack(tx, scope, { ...body, to: params.release, by: actor.id, at })
        const detail = { release: release.release, to: params.release }
        await appendAudit(tx, { orgId, actor, act: 'knowledge.rolled-back', target: params.scopeId, at, detail })
        told.push(release)
        return { status: 201 as const, body: showRelease(release) }
      })
      for (const { shopIds } of told) knowledgeChanged({ orgId, shopIds })
      return reply
    },
  })
