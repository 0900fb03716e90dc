import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const NONCE_BYTES = 16
const NONCE = /__NONCE__/g
const A_YEAR = 'public, max-age=31536000, immutable'

/** Pages ask only this server; pictures of goods come from wherever the shop keeps them. Nothing may frame the console. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    // antd measures text areas by a style attribute; a style element without our nonce stays shut out.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: https: http:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    // The preview of the chat window.
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * The console under /console: files named by their contents are kept for a year, every other path gets the page, which
 * knows its routes. `folder` is what `bin/build-web.mjs` built; where nothing is built the paths are 404 as before.
 */
export function mountConsole(fastify: FastifyInstance, folder: string): void {
  const file = join(folder, 'index.html')
  if (!existsSync(file)) return
  const sendPage = async (reply: FastifyReply) => {
    const page = await readFile(file, 'utf8')
    const nonce = randomBytes(NONCE_BYTES).toString('base64')
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy(nonce),
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      .send(page.replace(NONCE, nonce))
  }
  fastify.register(async (assets) => {
    // After the hook of the whole server, which says "no-store" of everything.
    assets.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', A_YEAR)
    })
    assets.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/console/assets/',
      decorateReply: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
    })
  })
  fastify.get('/console', (_request, reply) => sendPage(reply))
  fastify.get('/console/*', (_request, reply) => sendPage(reply))
  fastify.get('/', (_request, reply) => reply.redirect('/console/'))
  mountShortAddresses(fastify)
}

function mountShortAddresses(fastify: FastifyInstance): void {
  // The short address that is typed in the studio; `?shop=` where there are several.
  fastify.get<{ Params: { room: string }; Querystring: { shop?: string } }>(
    '/live/:room',
    ({ params, query }, reply) => {
      const shop = typeof query.shop === 'string' ? `&shop=${encodeURIComponent(query.shop)}` : ''
      return reply.redirect(`/console/live?room=${encodeURIComponent(params.room)}${shop}`)
    },
  )
  fastify.get('/live', (_request, reply) => reply.redirect('/console/live'))
}
