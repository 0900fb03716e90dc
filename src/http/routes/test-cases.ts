import { z } from 'zod'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { rowId } from '../../kernel/ids.ts'
import { addTestCase, changeTestCase, listTestCases, MOST_CASES, removeTestCase } from '../../learning/index.ts'
import { appendAudit } from '../../staff/index.ts'
import type { TrialDeps } from '../../turn/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import { pageOf, paging, readCursor, showPage } from '../fields.ts'
import { runTestCases } from '../lab/run-test-cases.ts'
import type { Route } from '../route.ts'
import { shopParams } from '../views/shop-views.ts'
import {
  readScene,
  showTestCase,
  showTestRun,
  testCaseBody,
  testCasePatch,
  testCaseView,
  testRunView,
} from '../views/test-case-views.ts'

const tag = 'Lab'
const root = '/api/v1/shops/:shopId/test-cases'
const caseParams = shopParams.extend({ testCaseId: rowId })
const act = 'test-case.changed'
const turns = [
  { content: { kind: 'text', text: 'Is shipping free?' }, expect: [{ kind: 'text', text: 'free shipping' }] },
]

/** Talks that must keep going well, and playing them again. */
export const testCaseRoutes = (deps: TrialDeps): Route[] => [
  listTestCasesRoute(),
  addTestCaseRoute(),
  changeTestCaseRoute(),
  removeTestCaseRoute(),
  runTestCasesRoute(deps),
]

const listTestCasesRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: root,
    name: 'listTestCases',
    summary: 'Test cases of the shop, oldest first',
    tag,
    access: 'knowledge:read',
    params: shopParams,
    query: z.strictObject(paging),
    responses: { 200: pageOf(testCaseView) },
    handler: async ({ params, query, orgId, read }) => {
      const { limit, cursor } = query
      const after = readCursor(rowId, cursor)
      const rows = await read((tx) => listTestCases(tx, { ...params, orgId }, { limit: limit + 1, after }))
      return { status: 200, body: showPage({ rows, limit, show: showTestCase, after: (row) => row.testCaseId }) }
    },
  })

const addTestCaseRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: root,
    name: 'addTestCase',
    summary: 'Keep a talk and what is expected of the robot in it',
    tag,
    access: 'knowledge:write',
    audit: act,
    params: shopParams,
    body: testCaseBody,
    example: { name: 'Shipping', turns },
    responses: { 201: testCaseView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const place = { ...params, orgId }
        const { length } = await listTestCases(tx, place, { limit: MOST_CASES })
        if (length >= MOST_CASES)
          throw new XiaoerError({ code: 'unprocessable', message: `A shop keeps ${MOST_CASES} test cases at most.` })
        const made = await addTestCase(tx, place, { ...body, scene: readScene(body.scene), by: actor.id, at })
        await appendAudit(tx, { orgId, actor, act, target: made.testCaseId, at, detail: { how: 'add' }, content: body })
        return { status: 201, body: showTestCase(made) }
      }),
  })

const changeTestCaseRoute = (): Route =>
  defineRoute({
    method: 'PATCH',
    path: `${root}/:testCaseId`,
    name: 'changeTestCase',
    summary: 'Rename a test case, or expect something else; what is absent stays',
    tag,
    access: 'knowledge:write',
    audit: act,
    params: caseParams,
    body: testCasePatch,
    example: { name: 'Shipping, asked shortly' },
    responses: { 200: testCaseView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const scene = body.scene && readScene(body.scene)
        const changed = await changeTestCase(tx, { ...params, orgId }, { ...body, scene, by: actor.id, at })
        const detail = { how: 'change' }
        await appendAudit(tx, { orgId, actor, act, target: params.testCaseId, at, detail, content: body })
        return { status: 200, body: showTestCase(changed) }
      }),
  })

const removeTestCaseRoute = (): Route =>
  defineRoute({
    method: 'DELETE',
    path: `${root}/:testCaseId`,
    name: 'removeTestCase',
    summary: 'Forget a test case',
    tag,
    access: 'knowledge:write',
    audit: act,
    params: caseParams,
    responses: { 204: nothing },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const content = await removeTestCase(tx, { ...params, orgId })
        const detail = { how: 'remove' }
        await appendAudit(tx, { orgId, actor, act, target: params.testCaseId, at, detail, content })
        return { status: 204, body: undefined }
      }),
  })

const runTestCasesRoute = (deps: TrialDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops/:shopId/test-runs',
    name: 'runTestCases',
    idempotency: 'own',
    summary: 'Play test cases (all, or those named) again and say which pass; nothing is stored and nothing is sent',
    tag,
    access: 'knowledge:read',
    params: shopParams,
    body: z.strictObject({
      /** `drafts`: as if every draft were published. */
      knowledge: z.enum(['published', 'drafts']).default('drafts'),
      testCaseIds: z.array(rowId).min(1).max(MOST_CASES).optional(),
    }),
    example: { knowledge: 'drafts' },
    responses: { 200: testRunView },
    handler: async ({ params, body, orgId, at, read, signal }) => {
      const shop = { ...params, orgId }
      const ids = body.testCaseIds && [...new Set(body.testCaseIds)]
      const cases = await read((tx) => listTestCases(tx, shop, { limit: MOST_CASES, ids }))
      if (ids && cases.length < ids.length) throw notFound()
      const ground = { shop, hasDrafts: body.knowledge === 'drafts' }
      const results = await runTestCases({ ground, cases, at, signal: signal() }, deps)
      return { status: 200, body: showTestRun({ at, knowledge: body.knowledge, results }) }
    },
  })
