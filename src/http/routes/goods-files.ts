import { z } from 'zod'
import { type ImportProblem, type ImportReading, importTemplate, readImport } from '../../backend/import/index.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { MAX_FILE_BYTES } from '../../knowledge/index.ts'
import { goodsIntoLedger } from '../../offer/index.ts'
import { applyToMirror, type CommerceEvent, MIRROR_KINDS, type MirrorKind } from '../../shop/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { bytes, defineRoute } from '../define-route.ts'
import { queryFlag } from '../fields.ts'
import type { Headers, Route } from '../route.ts'
import { shopParams } from '../views/shop-views.ts'

const tag = 'Goods'
const ENDINGS = {
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/json': 'json',
} as const
const TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
const accepts = Object.keys(ENDINGS)
/** A file of the wrong kind is wrong in every row: so many say enough. */
const MOST_PROBLEMS = 500

const kindQuery = { kind: z.enum(MIRROR_KINDS).default('products') }
const counts = z.strictObject({
  product: z.int(),
  order: z.int(),
  parcel: z.int(),
  refund: z.int(),
  coupon: z.int(),
  buyer: z.int(),
})
const problemView = z.strictObject({
  row: z.int().nullable(),
  column: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})
const previewView = z.strictObject({
  read: counts,
  problems: z.array(problemView),
  problemCount: z.int(),
  /** Columns that were not understood: nothing of them is imported. */
  ignored: z.array(z.string()),
})

/** Goods, orders and the rest by hand, for a shop without a system that we can ask: look at the file first, then import it whole. */
export const goodsFileRoutes = (): Route[] => [readGoodsTemplate(), previewGoodsImport(), importGoods()]

const readGoodsTemplate = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/import-template',
    name: 'readGoodsTemplate',
    summary: 'An empty table (CSV, XLSX) with the columns that an import knows',
    tag,
    access: 'shops:read',
    params: shopParams,
    query: z.strictObject({
      ...kindQuery,
      format: z.enum(['csv', 'xlsx']).default('xlsx'),
      language: z.enum(['zh', 'en']).default('zh'),
    }),
    produces: TYPES.xlsx,
    responses: { 200: bytes },
    handler: async ({ query }) => ({
      status: 200,
      headers: {
        'content-type': TYPES[query.format],
        'content-disposition': `attachment; filename="${query.kind}.${query.format}"`,
      },
      body: await importTemplate(query),
    }),
  })

const previewGoodsImport = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops/:shopId/import-previews',
    name: 'previewGoodsImport',
    idempotency: 'own',
    summary: 'What a file (CSV, XLSX, JSON) holds, and its problems by row; stores nothing',
    tag,
    access: 'shops:write',
    params: shopParams,
    query: z.strictObject(kindQuery),
    body: bytes,
    accepts,
    maxBodyBytes: MAX_FILE_BYTES,
    responses: { 200: previewView },
    handler: async ({ query, body, headers, at }) => {
      const reading = await readUpload(body, { ...query, headers, at })
      const { events, problems, ignored } = reading
      if (events.length === 0 && !problems.some(({ row }) => row !== null)) refuseProblems(reading)
      const shown = problems.slice(0, MOST_PROBLEMS).map(({ file: _file, ...problem }) => problem)
      const report = { read: countOf(events), problems: shown, problemCount: problems.length, ignored: [...ignored] }
      return { status: 200, body: report }
    },
  })

const importGoods = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops/:shopId/imports',
    name: 'importGoods',
    summary: 'Put a file (CSV, XLSX, JSON) into the mirror of the shop; one problem in it, and nothing is imported',
    tag,
    access: 'shops:write',
    audit: 'mirror.imported',
    params: shopParams,
    query: z.strictObject({
      ...kindQuery,
      /** The first filling: what lies in the past is stored and not told as news. */
      backfill: queryFlag.optional(),
    }),
    body: bytes,
    accepts,
    maxBodyBytes: MAX_FILE_BYTES,
    responses: { 201: z.strictObject({ read: counts, changed: z.int(), ignored: z.array(z.string()) }) },
    handler: async ({ params, query, body, headers, actor, orgId, at, commit }) => {
      const reading = await readUpload(body, { ...query, headers, at })
      refuseProblems(reading)
      const { events, ignored } = reading
      return commit(async (tx) => {
        const batch = {
          shop: { orgId, shopId: params.shopId },
          events,
          at,
          isBackfill: query.backfill ?? false,
          follow: goodsIntoLedger,
        }
        const { changed } = await applyToMirror(tx, batch)
        const detail = { ...countOf(events), changed }
        await appendAudit(tx, { orgId, actor, act: 'mirror.imported', target: params.shopId, at, detail })
        return { status: 201, body: { read: countOf(events), changed, ignored: [...ignored] } }
      })
    },
  })

interface Upload {
  readonly kind: MirrorKind
  readonly headers: Headers
  readonly at: number
}

function readUpload(body: Buffer, { kind, headers, at }: Upload): Promise<ImportReading> {
  const type = Object.entries(ENDINGS).find(([accepted]) => headers['content-type']?.startsWith(accepted))
  return readImport([{ name: `${kind}.${type?.[1] ?? 'json'}`, bytes: body }], { at })
}

function refuseProblems({ events, problems }: ImportReading): void {
  const [first] = problems
  if (events.length + problems.length === 0)
    throw new XiaoerError({ code: 'unprocessable', field: 'file', message: 'The file holds nothing.' })
  if (!first) return
  const message = `${problems.length} problems, nothing is imported; the first: ${placeOf(first)}${first.message}`
  throw new XiaoerError({ code: 'unprocessable', field: 'file', message })
}

const placeOf = ({ row, column }: ImportProblem): string =>
  row === null ? '' : `row ${row}${column === null ? '' : `, ${column}`}: `

function countOf(events: readonly CommerceEvent[]): z.infer<typeof counts> {
  const read = { product: 0, order: 0, parcel: 0, refund: 0, coupon: 0, buyer: 0 }
  for (const event of events) read[event.kind] += 1
  return read
}
