import { z } from 'zod'
import type { Egress } from '../../egress/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { rowId, shopId } from '../../kernel/ids.ts'
import {
  chunkBlocks,
  type DocumentFile,
  findDocument,
  type Imported,
  importDocument,
  type KnowledgeChanged,
  MAX_FILE_BYTES,
  noteCheck,
  quoteVersion,
  readChunks,
  readDocument,
  readStanding,
  removeDocument,
  restoreDocument,
} from '../../knowledge/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { bytes, defineRoute, nothing } from '../define-route.ts'
import { queryInt } from '../fields.ts'
import type { Route } from '../route.ts'
import { chunkView, documentView, showDocument } from '../views/document-views.ts'

export interface DocumentDeps {
  readonly egress: Egress
  readonly knowledgeChanged: KnowledgeChanged
}

const tag = 'Knowledge'
const root = '/api/v1/shops/:shopId/documents'
const one = `${root}/:documentId`
const shopParams = z.strictObject({ shopId })
const params = z.strictObject({ shopId, documentId: rowId })
const LONGEST_NAME = 200
const fileName = z.string().trim().min(1).max(LONGEST_NAME)
const imported = z.strictObject({
  documentId: z.string(),
  version: z.int(),
  outcome: z.enum(['added', 'changed', 'unchanged']),
})
const MOST_CHUNKS = 100

/** Files and pages of a shop that its robot may quote where it knows no answer of its own. */
export const documentRoutes = (deps: DocumentDeps): Route[] => [
  listDocumentsRoute(),
  readChunksRoute(),
  addDocumentRoute(deps),
  addPageRoute(deps),
  refreshRoute(deps),
  quoteVersionRoute(deps),
  removeDocumentRoute(deps),
  restoreDocumentRoute(deps),
]

const listDocumentsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: root,
    name: 'listDocuments',
    summary: 'Documents of a shop, newest first',
    tag,
    access: 'knowledge:read',
    params: shopParams,
    responses: { 200: z.strictObject({ items: z.array(documentView) }) },
    handler: async ({ params: { shopId: shop }, orgId, read }) => {
      const found = await read((tx) => readStanding(tx, { orgId, shopId: shop }))
      return { status: 200, body: { items: found.map(showDocument) } }
    },
  })

const readChunksRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${one}/chunks`,
    name: 'readDocumentChunks',
    summary: 'Pieces of a document as the robot may quote them; page on with `after`',
    tag,
    access: 'knowledge:read',
    params,
    query: z.strictObject({ after: queryInt(-1, 1_000_000).default(-1) }),
    responses: { 200: z.strictObject({ items: z.array(chunkView) }) },
    handler: async ({ params: place, query, orgId, read }) => {
      const items = await read(async (tx) => {
        const { version } = await findDocument(tx, { orgId, ...place })
        return readChunks(tx, { orgId, ...place }, { version, after: query.after, limit: MOST_CHUNKS })
      })
      return { status: 200, body: { items } }
    },
  })

const addDocumentRoute = ({ knowledgeChanged }: DocumentDeps): Route =>
  defineRoute({
    method: 'POST',
    path: root,
    name: 'addDocument',
    summary: 'Take a file in: DOCX, XLSX, HTML, Markdown or text. The same name again is a new version',
    tag,
    access: 'knowledge:write',
    audit: 'document.imported',
    params: shopParams,
    query: z.strictObject({ name: fileName.default('document') }),
    body: bytes,
    accepts: ['application/octet-stream'],
    maxBodyBytes: MAX_FILE_BYTES,
    responses: { 201: imported },
    handler: async ({ params: { shopId: shop }, query, body, actor, orgId, at, commit }) => {
      const file = await readFile({ bytes: body, name: query.name }, { title: query.name, url: null })
      const reply = await commit(async (tx) => {
        const done = await importDocument(tx, { orgId, shopId: shop }, { imported: file, by: actor.id, at })
        const detail = { outcome: done.outcome, version: done.version }
        await appendAudit(tx, { orgId, actor, act: 'document.imported', target: done.documentId, at, detail })
        return { status: 201 as const, body: done }
      })
      knowledgeChanged({ orgId, shopIds: [shop] })
      return reply
    },
  })

const addPageRoute = (deps: DocumentDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/pages`,
    name: 'addPage',
    summary: 'Take a page of the web in by its address; private and local addresses are never called',
    tag,
    access: 'knowledge:write',
    audit: 'document.imported',
    params: shopParams,
    body: z.strictObject({ url: z.url().max(2000) }),
    example: { url: 'https://shop.example/returns' },
    responses: { 201: imported },
    handler: async ({ params: { shopId: shop }, body, actor, orgId, at, commit }) => {
      const page = await readPage(deps.egress, body.url)
      const reply = await commit(async (tx) => {
        const done = await importDocument(tx, { orgId, shopId: shop }, { imported: page, by: actor.id, at })
        const detail = { outcome: done.outcome, version: done.version }
        await appendAudit(tx, { orgId, actor, act: 'document.imported', target: done.documentId, at, detail })
        return { status: 201 as const, body: done }
      })
      deps.knowledgeChanged({ orgId, shopIds: [shop] })
      return reply
    },
  })

const refreshRoute = (deps: DocumentDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${one}/refresh`,
    name: 'refreshDocument',
    summary: 'Look at the page again: another text is a new version; what went wrong is kept with the document',
    tag,
    access: 'knowledge:write',
    audit: 'document.imported',
    params,
    responses: {
      200: z.strictObject({ outcome: z.enum(['changed', 'unchanged', 'failed']), problem: z.string().nullable() }),
    },
    handler: async ({ params: place, actor, orgId, at, read, commit }) => {
      const known = await read((tx) => findDocument(tx, { orgId, ...place }))
      const { url } = known
      if (url === null) throw new XiaoerError({ code: 'conflict', message: 'A file has no address: give it again.' })
      const page = await readPage(deps.egress, url).catch((error: unknown) => {
        if (error instanceof XiaoerError) return error
        throw error
      })
      const reply = await commit(async (tx) => {
        const problem = page instanceof XiaoerError ? page.message : null
        const outcome =
          page instanceof XiaoerError
            ? 'failed'
            : (await importDocument(tx, { orgId, ...place }, { imported: page, by: actor.id, at })).outcome
        if (problem !== null) await noteCheck(tx, { orgId, ...place }, { at, problem })
        const detail = { outcome }
        await appendAudit(tx, { orgId, actor, act: 'document.imported', target: place.documentId, at, detail })
        return {
          status: 200 as const,
          body: { outcome: outcome === 'added' ? ('changed' as const) : outcome, problem },
        }
      })
      deps.knowledgeChanged({ orgId, shopIds: [place.shopId] })
      return reply
    },
  })

const quoteVersionRoute = ({ knowledgeChanged }: DocumentDeps): Route =>
  defineRoute({
    method: 'PUT',
    path: `${one}/version`,
    name: 'quoteDocumentVersion',
    summary: 'Quote this version from now on: the way back after a change',
    tag,
    access: 'knowledge:write',
    audit: 'document.changed',
    params,
    body: z.strictObject({ version: z.int().min(1).max(1_000_000) }),
    example: { version: 1 },
    responses: { 204: nothing },
    handler: async ({ params: place, body, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        await quoteVersion(tx, { orgId, ...place }, body.version)
        const audit = { orgId, actor, act: 'document.changed', target: place.documentId, at, detail: body } as const
        await appendAudit(tx, audit)
        return { status: 204 as const, body: undefined }
      })
      knowledgeChanged({ orgId, shopIds: [place.shopId] })
      return reply
    },
  })

const removeDocumentRoute = ({ knowledgeChanged }: DocumentDeps): Route =>
  defineRoute({
    method: 'DELETE',
    path: one,
    name: 'removeDocument',
    summary: 'Quote it no more; `restore` brings it back',
    tag,
    access: 'knowledge:write',
    audit: 'document.changed',
    params,
    responses: { 204: nothing },
    handler: async ({ params: place, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        await removeDocument(tx, { orgId, ...place }, at)
        const detail = { how: 'remove' }
        await appendAudit(tx, { orgId, actor, act: 'document.changed', target: place.documentId, at, detail })
        return { status: 204 as const, body: undefined }
      })
      knowledgeChanged({ orgId, shopIds: [place.shopId] })
      return reply
    },
  })

const restoreDocumentRoute = ({ knowledgeChanged }: DocumentDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${one}/restore`,
    name: 'restoreDocument',
    summary: 'Bring a removed document back',
    tag,
    access: 'knowledge:write',
    audit: 'document.changed',
    params,
    responses: { 204: nothing },
    handler: async ({ params: place, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        await restoreDocument(tx, { orgId, ...place })
        const detail = { how: 'restore' }
        await appendAudit(tx, { orgId, actor, act: 'document.changed', target: place.documentId, at, detail })
        return { status: 204 as const, body: undefined }
      })
      knowledgeChanged({ orgId, shopIds: [place.shopId] })
      return reply
    },
  })

interface Named {
  readonly title: string
  readonly url: string | null
}

async function readFile(file: DocumentFile, { title, url }: Named): Promise<Imported> {
  const document = await readDocument(file)
  const chunks = await chunkBlocks(document.blocks)
  const called = url !== null && document.title !== '' ? document.title : title
  return { title: called.slice(0, LONGEST_NAME), url, kind: document.kind, size: file.bytes.length, chunks }
}

const MOST_REDIRECTS = 3
const PAGE_TIMEOUT_MS = 10_000

async function readPage(egress: Egress, url: string): Promise<Imported> {
  const asked = {
    method: 'GET',
    url,
    timeoutMs: PAGE_TIMEOUT_MS,
    maxBytes: MAX_FILE_BYTES,
    redirects: MOST_REDIRECTS,
  } as const
  const outcome = await egress.request({
    ...asked,
    headers: { accept: 'text/html,text/plain,text/markdown,*/*;q=0.5' },
  })
  if (!outcome.ok) throw unreadable(outcome.problem.reason)
  const { status, headers, body } = outcome.value
  if (status !== 200) throw unreadable(`the server answered ${status}`)
  const name = new URL(url).pathname
  return readFile({ bytes: body, name, contentType: headers['content-type'] }, { title: url, url })
}

const unreadable = (why: string): XiaoerError =>
  new XiaoerError({ code: 'unprocessable', field: 'url', message: `The page could not be read: ${why}.` })
