import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { addBuyerFile, FILE_ID_LENGTH, readBuyerFile } from '../../../conversation/index.ts'
import { notFound, XiaoerError } from '../../../kernel/errors.ts'
import { orgId, shopId } from '../../../kernel/ids.ts'
import { ownerOfShop } from '../../../shop/index.ts'
import type { Database } from '../../../storage/index.ts'
import { bytes, definePublicRoute } from '../../define-route.ts'
import { createRateLimit } from '../../rate-limit.ts'
import type { Route } from '../../route.ts'
import { checkOrigin, type ShopWindow } from '../shop-window.ts'
import { cleanFile } from './clean-file.ts'
import { FILES, fileAddress } from './file-address.ts'
import { readRange } from './read-range.ts'

export interface FileRoutesDeps {
  readonly database: Database
  readonly window: ShopWindow
}

const MIB = 1024 * 1024
const LARGEST = 10 * MIB
const A_DAY = { shop: 1024 * MIB, buyer: 100 * MIB }
const FILES_A_MINUTE = 20
const AN_HOUR_S = 3600

export const fileRoutes = (deps: FileRoutesDeps): Route[] => [addRoute(deps), readRoute(deps)]

const addRoute = ({ window }: FileRoutesDeps): Route => {
  const rateLimit = createRateLimit(FILES_A_MINUTE)
  return definePublicRoute({
    method: 'POST',
    path: FILES,
    name: 'addWidgetFile',
    summary:
      'A picture (JPEG, PNG, WebP, GIF) or video (MP4) of the buyer of this session, to be sent in a message of his',
    tag: 'Widget',
    // Known by its bytes: a browser that says text/plain is asked for no permission first.
    accepts: ['*/*'],
    idempotency: 'own',
    maxBodyBytes: LARGEST,
    query: z.strictObject({ session: z.string().max(2000) }),
    body: bytes,
    responses: { 201: z.strictObject({ kind: z.enum(['image', 'video']), url: z.string() }) },
    handler: async ({ query, body, headers, at, commit }) => {
      const visiting = await window.visiting(query.session)
      if (!visiting) throw new XiaoerError({ code: 'not-signed-in', field: 'session', message: 'Start a new session.' })
      const { account, session } = visiting
      checkOrigin(account, headers.origin, headers.host)
      const retryAfterS = rateLimit.take(`${session.channelId} ${session.buyerRef}`, at)
      if (retryAfterS > 0) throw new XiaoerError({ code: 'too-many-requests', retryAfterS })
      const clean = cleanFile(body)
      if (!clean)
        throw new XiaoerError({ code: 'unsupported-media-type', message: 'Send JPEG, PNG, WebP, GIF or MP4.' })
      const { kind, media, content } = clean
      const fileId = randomBytes((FILE_ID_LENGTH * 3) / 4).toString('base64url')
      const file = { ...account, buyerRef: session.buyerRef, fileId, media, content, at }
      return commit(orgId.parse(account.orgId), async (tx) => {
        const isTaken = await addBuyerFile(tx, file, A_DAY)
        if (!isTaken) throw new XiaoerError({ code: 'too-many-requests', retryAfterS: AN_HOUR_S })
        return { status: 201, body: { kind, url: fileAddress(account.shopId, fileId) } }
      })
    },
  })
}

/** Nothing in it runs, whoever opens it, and no page learns of it from where it was opened. */
const SAFE = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  // Short: who is forgotten is forgotten by browsers as well.
  'cache-control': 'private, max-age=300',
  'accept-ranges': 'bytes',
}

const readRoute = ({ database }: FileRoutesDeps): Route =>
  definePublicRoute({
    method: 'GET',
    path: `${FILES}/:shopId/:fileId`,
    name: 'readWidgetFile',
    summary: 'A picture or video that a buyer sent; its address is its key',
    tag: 'Widget',
    params: z.strictObject({ shopId, fileId: z.string().length(FILE_ID_LENGTH) }),
    responses: { 200: bytes, 206: bytes },
    produces: 'application/octet-stream',
    handler: async ({ params, headers, read }) => {
      const owner = await ownerOfShop(database, params.shopId)
      if (owner === null) throw notFound()
      const key = { orgId: owner, ...params }
      const file = await read(orgId.parse(owner), (tx) => readBuyerFile(tx, key))
      if (!file) throw notFound()
      const { media, content } = file
      const name = `buyer.${media.split('/')[1]}`
      const shown = { ...SAFE, 'content-type': media, 'content-disposition': `inline; filename="${name}"` }
      // Safari plays no film that it cannot ask for in pieces.
      const range = readRange(headers.range, content.length)
      if (!range) return { status: 200, body: content, headers: shown }
      const { from, to } = range
      const piece = { ...shown, 'content-range': `bytes ${from}-${to}/${content.length}` }
      return { status: 206, body: content.subarray(from, to + 1), headers: piece }
    },
  })
