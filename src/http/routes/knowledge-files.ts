import { z } from 'zod'
import { XiaoerError } from '../../kernel/errors.ts'
import {
  applyImport,
  type ImportedEntry,
  listWorkspace,
  MAX_FILE_BYTES,
  previewImport,
  readTable,
  type TableFormat,
  type TableProblem,
  tableToEntries,
  undoImport,
  writeTable,
} from '../../knowledge/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { bytes, defineRoute } from '../define-route.ts'
import { queryFlag } from '../fields.ts'
import { findScope } from '../knowledge-scope.ts'
import type { Route } from '../route.ts'
import { entryId } from '../views/knowledge-views.ts'
import type { KnowledgeDeps } from './knowledge-releases.ts'

const tag = 'Knowledge'
const root = '/api/v1/knowledge/:scopeId'
const scopeParams = z.strictObject({ scopeId: entryId })
const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const
const accepts = Object.values(TYPES)
const MAX_EXPORT = 10_000

const problemView = z.strictObject({
  sheet: z.enum(['questions', 'answers']),
  row: z.int(),
  column: z.string().nullable(),
  message: z.string(),
})
const previewView = z.strictObject({
  entries: z.array(
    z.strictObject({
      entryId: z.string(),
      row: z.int(),
      title: z.string(),
      state: z.enum(['new', 'changed', 'unchanged']),
    }),
  ),
  problems: z.array(problemView),
  /** Hand it to the import, and it is refused when somebody changed the knowledge in between. */
  workspace: z.string(),
})

/** Import in steps (preview, apply into drafts, undo) and export; the two round-trip. */
export const knowledgeFileRoutes = (deps: KnowledgeDeps): Route[] => [
  previewImportRoute(deps),
  importKnowledgeRoute(deps),
  undoImportRoute(),
  exportRoute(deps),
]

const exportRoute = ({ tableWords }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/export`,
    name: 'exportKnowledge',
    summary: 'The workspace as XLSX or CSV, as the import reads it',
    tag,
    access: 'knowledge:read',
    audit: 'knowledge.exported',
    reach: 'filtered',
    params: scopeParams,
    query: z.strictObject({
      format: z.enum(['xlsx', 'csv']).default('xlsx'),
      language: z.enum(['zh', 'en']).default('zh'),
      draftsOnly: queryFlag.optional(),
    }),
    produces: 'application/octet-stream',
    responses: { 200: bytes },
    handler: async ({ params, query, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const rows = await listWorkspace(tx, scope, { limit: MAX_EXPORT, draftsOnly: query.draftsOnly })
        const entries = rows.filter((row) => row.state !== 'removed').map((row) => row.entry)
        const file = await writeTable(entries, { ...query, words: tableWords })
        const detail = { format: query.format, entries: entries.length }
        await appendAudit(tx, { orgId, actor, act: 'knowledge.exported', target: params.scopeId, at, detail })
        const name = `attachment; filename="knowledge.${query.format}"`
        return {
          status: 200,
          body: file,
          headers: { 'content-type': TYPES[query.format], 'content-disposition': name },
        }
      }),
  })

interface Uploaded {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly scopeId: string
}

async function readFile(
  deps: KnowledgeDeps,
  { body, headers, scopeId }: Uploaded,
): Promise<{ imported: readonly ImportedEntry[]; problems: readonly TableProblem[] }> {
  const format: TableFormat = String(headers['content-type']).startsWith(TYPES.csv) ? 'csv' : 'xlsx'
  const { table, problems } = await readTable({ bytes: body, format, words: deps.tableWords })
  const found = tableToEntries(table, scopeId)
  return { imported: found.entries, problems: [...problems, ...found.problems] }
}

const describe = ({ sheet, row, column, message }: TableProblem): string =>
  `${sheet} row ${row}${column === null ? '' : `, ${column}`}: ${message}`

const previewImportRoute = (deps: KnowledgeDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/import-previews`,
    name: 'previewImport',
    idempotency: 'own',
    summary: 'What a file would change, and its problems by row; stores nothing',
    tag,
    access: 'knowledge:write',
    reach: 'filtered',
    params: scopeParams,
    body: bytes,
    accepts,
    maxBodyBytes: MAX_FILE_BYTES,
    responses: { 200: previewView },
    handler: async ({ params, body, headers, actor, orgId, read }) => {
      const { imported, problems } = await readFile(deps, { body, headers, scopeId: params.scopeId })
      const preview = await read(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        return previewImport(tx, scope, imported)
      })
      return {
        status: 200,
        body: {
          entries: preview.entries.map((one) => ({ ...one })),
          problems: problems.map((one) => ({ ...one })),
          workspace: preview.workspace,
        },
      }
    },
  })

const importKnowledgeRoute = (deps: KnowledgeDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/imports`,
    name: 'importKnowledge',
    summary: 'Apply a previewed file to the drafts; a file with problems is refused whole',
    tag,
    access: 'knowledge:write',
    audit: 'knowledge.imported',
    reach: 'filtered',
    params: scopeParams,
    query: z.strictObject({
      workspace: z
        .string()
        .regex(/^[0-9a-f]{16}$/)
        .optional(),
    }),
    body: bytes,
    accepts,
    maxBodyBytes: MAX_FILE_BYTES,
    responses: { 201: z.strictObject({ importId: z.string(), drafts: z.int() }) },
    handler: async ({ params, query, body, headers, actor, orgId, at, commit }) => {
      const { imported, problems } = await readFile(deps, { body, headers, scopeId: params.scopeId })
      const [first] = problems
      if (first) throw new XiaoerError({ code: 'unprocessable', field: 'file', message: describe(first) })
      return commit(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const done = await applyImport(tx, scope, { imported, workspace: query.workspace, by: actor.id, at })
        const detail = { importId: done.importId, drafts: done.drafts }
        await appendAudit(tx, { orgId, actor, act: 'knowledge.imported', target: params.scopeId, at, detail })
        return { status: 201, body: done }
      })
    },
  })

const undoImportRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/imports/:importId/undo`,
    name: 'undoImport',
    summary: 'Put back the drafts that an import replaced',
    tag,
    access: 'knowledge:write',
    audit: 'knowledge.imported',
    reach: 'filtered',
    params: z.strictObject({ scopeId: entryId, importId: entryId }),
    responses: { 200: z.strictObject({ restored: z.int() }) },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        const done = await undoImport(tx, scope, params.importId)
        const detail = { importId: params.importId, undone: true }
        await appendAudit(tx, { orgId, actor, act: 'knowledge.imported', target: params.scopeId, at, detail })
        return { status: 200, body: done }
      }),
  })
