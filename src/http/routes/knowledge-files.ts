import { z } from 'zod'
import { XiaoerError } from '../../kernel/errors.ts'
import {
  applyImport,
  listWorkspace,
  MAX_FILE_BYTES,
  previewImport,
  type KnowledgeFormat,
  OWN_FIELDS,
  readKnowledge,
  type ReadKnowledge,
  type TableProblem,
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
  text: 'text/plain',
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
      /** The first wording of the first answer, shortened. */
      answer: z.string(),
      state: z.enum(['new', 'changed', 'unchanged']),
    }),
  ),
  problems: z.array(problemView),
  /** How a table that is not the template was read; `columns` of the query says it otherwise. */
  table: z
    .strictObject({
      header: z.array(z.string()),
      columns: z.array(z.enum(OWN_FIELDS).nullable()),
      /** The first few rows. */
      rows: z.array(z.array(z.string())),
    })
    .nullable(),
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

/** One field a column, in the order of the table; empty = left out. */
const columns = z
  .string()
  .max(1000)
  .transform((text) => text.split(',').map((name) => name.trim() || null))
  .pipe(z.array(z.enum(OWN_FIELDS).nullable()))
  .optional()
const upload = z.strictObject({ columns })

interface Uploaded extends z.infer<typeof upload> {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly scopeId: string
}

const readFile = (deps: KnowledgeDeps, { body, headers, scopeId, columns }: Uploaded): Promise<ReadKnowledge> =>
  readKnowledge({
    bytes: body,
    format: formatOf(String(headers['content-type'])),
    words: deps.tableWords,
    scopeId,
    columns,
  })

function formatOf(contentType: string): KnowledgeFormat {
  if (contentType.startsWith(TYPES.text)) return 'text'
  return contentType.startsWith(TYPES.csv) ? 'csv' : 'xlsx'
}

const describe = ({ sheet, row, column, message }: TableProblem): string =>
  `${sheet} row ${row}${column === null ? '' : `, ${column}`}: ${message}`

const previewImportRoute = (deps: KnowledgeDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/import-previews`,
    name: 'previewImport',
    idempotency: 'own',
    summary:
      'What a file (template, any table with a header, running text) would change, and its problems by row; stores nothing',
    tag,
    access: 'knowledge:write',
    reach: 'filtered',
    params: scopeParams,
    query: upload,
    body: bytes,
    accepts,
    maxBodyBytes: MAX_FILE_BYTES,
    responses: { 200: previewView },
    handler: async ({ params, query, body, headers, actor, orgId, read }) => {
      const { imported, problems, table } = await readFile(deps, { body, headers, ...query, scopeId: params.scopeId })
      const preview = await read(async (tx) => {
        const scope = await findScope(tx, { ...params, orgId, actor })
        return previewImport(tx, scope, imported)
      })
      return {
        status: 200,
        body: {
          entries: preview.entries.map((one) => ({ ...one })),
          problems: problems.map((one) => ({ ...one })),
          table: table && showTable(table),
          workspace: preview.workspace,
        },
      }
    },
  })

const showTable = ({ header, columns, rows }: NonNullable<ReadKnowledge['table']>) => ({
  header: [...header],
  columns: [...columns],
  rows: rows.map((row) => [...row]),
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
    query: upload.extend({
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
      const { imported, problems } = await readFile(deps, { body, headers, ...query, scopeId: params.scopeId })
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
