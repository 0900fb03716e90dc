import { Readable } from 'node:stream'
import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import type { OrgId } from '../../kernel/ids.ts'
import { AUDIT_ACTS, appendAudit, listAudit, readAuditAfter, verifyAudit } from '../../staff/index.ts'
import type { Database } from '../../storage/index.ts'
import { defineRoute, stream } from '../define-route.ts'
import { pageOf, paging, queryInt, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import { auditView, showAudit } from '../views/staff-views.ts'

interface AuditDeps {
  readonly database: Database
}

const tag = 'Audit'
const EXPORT_PAGE = 1000

/** The log of privileged acts: read, check, take away. Nobody changes it. */
export const auditRoutes = (deps: AuditDeps): Route[] => [listAuditRoute(), verifyAuditRoute(), exportAuditRoute(deps)]

const listAuditRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/audit',
    name: 'listAudit',
    summary: 'Privileged acts, newest first',
    tag,
    access: 'audit:read',
    query: z.strictObject({ ...paging, act: z.enum(AUDIT_ACTS).optional() }),
    responses: { 200: pageOf(auditView) },
    handler: async ({ query, orgId, read }) => {
      const before = readCursor(z.int().min(1), query.cursor)
      const rows = await read((tx) => listAudit(tx, { orgId, before, act: query.act, limit: query.limit + 1 }))
      return { status: 200, body: showPage({ rows, limit: query.limit, show: showAudit, after: (row) => row.seq }) }
    },
  })

const verifyAuditRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/audit/verification',
    name: 'verifyAudit',
    summary: 'Does every row follow from the ones before it',
    tag,
    access: 'audit:read',
    query: z.strictObject({
      seq: queryInt(1, 1e12).optional(),
      hash: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
    responses: {
      200: z.strictObject({
        intact: z.boolean(),
        lastSeq: z.int().optional(),
        lastHash: z.string().optional(),
        brokenAt: z.int().optional(),
      }),
    },
    handler: async ({ query, orgId, read }) => {
      const { seq, hash } = query
      const expect = seq !== undefined && hash !== undefined ? { seq, hash } : undefined
      const verdict = await read((tx) => verifyAudit(tx, orgId, expect))
      return {
        status: 200,
        body: verdict.intact
          ? { intact: true, lastSeq: verdict.lastSeq, lastHash: verdict.lastHash }
          : { intact: false, brokenAt: verdict.brokenAt },
      }
    },
  })

const exportAuditRoute = ({ database }: AuditDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/audit/export',
    name: 'exportAudit',
    summary: 'The whole log as JSON Lines, oldest first',
    tag,
    access: 'audit:read',
    audit: 'audit.exported',
    produces: 'application/jsonl',
    responses: { 200: stream },
    handler: async ({ actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const { seq } = await appendAudit(tx, { orgId, actor, act: 'audit.exported', target: orgId, at })
        return { status: 200, body: Readable.from(exportLines(database, orgId, seq)) }
      }),
  })

// A page a transaction: a slow reader must not hold one open.
async function* exportLines(database: Database, orgId: OrgId, upTo: number): AsyncGenerator<string> {
  let after = 0
  while (after < upTo) {
    const from = after
    const rows = await database.within([orgId], (tx) => readAuditAfter(tx, { orgId, after: from, limit: EXPORT_PAGE }))
    if (rows.length === 0) return
    for (const row of rows) if (row.seq <= upTo) yield `${JSON.stringify({ ...row, at: toIso(row.at) })}\n`
    after = rows.at(-1)?.seq ?? upTo
  }
}
