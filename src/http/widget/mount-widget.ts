import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { shopId } from '../../kernel/ids.ts'
import type { ShopWindow } from './shop-window.ts'

export interface WidgetPages {
  /** What `vite build --config widget/vite.config.ts` made: loader.js and app.js. */
  readonly folder: string
  readonly window: ShopWindow
}

const A_YEAR = 'public, max-age=31536000, immutable'
const FIVE_MINUTES = 'public, max-age=300'
const APP = 'app.js'
/** What the window imports when it is wanted: the window in a frame; QR codes; sending of pictures; the words of the second language. */
const PARTS = ['framed.js', 'extras.js', 'files.js', 'english.js']

/** The loader that shops embed, the chat window that it fetches when it is wanted, and the window as a page of its own. */
export function mountWidget(fastify: FastifyInstance, { folder, window }: WidgetPages): void {
  const files = createShelf(folder)
  fastify.get('/widget.js', (request, reply) => {
    const loader = files.read('loader.js')
    const app = files.read(APP)
    const version = [app, ...PARTS.map((name) => files.read(name))].map(({ digest }) => digest.slice(0, 4)).join('')
    const code = loader.text.replaceAll('__APP_VERSION__', version)
    return sendScript(reply, { request, code, cache: FIVE_MINUTES })
  })
  for (const name of [APP, ...PARTS])
    fastify.get(`/widget/${name}`, (request, reply) =>
      sendScript(reply, { request, code: files.read(name).text, cache: A_YEAR }),
    )
  fastify.get('/chat/:shop', async (request, reply) => {
    const wanted = shopId.safeParse(new URL(request.url, 'http://localhost').pathname.split('/')[2])
    if (!wanted.success) throw notFound()
    const { settings } = await window.ofShop(wanted.data)
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policyFor(settings.origins ?? []),
        'referrer-policy': 'strict-origin-when-cross-origin',
      })
      .send(chatPage(wanted.data))
  })
}

const policyFor = (origins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    'img-src data: https: http:',
    'media-src https: http:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${origins.length === 0 ? '*' : ["'self'", ...origins].join(' ')}`,
  ].join('; ')

const chatPage = (shop: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<link rel="icon" href="data:,"><meta name="color-scheme" content="light dark"><title>&#8203;</title></head>
<body><script src="/widget.js" data-shop="${shop}" data-mode="page" async></script></body></html>`

interface Script {
  readonly request: FastifyRequest
  readonly code: string
  readonly cache: string
}

const packed = new Map<string, Buffer>()

/** Any page may load it: it holds nothing of anybody. */
function sendScript(reply: FastifyReply, { request, code, cache }: Script): FastifyReply {
  reply.headers({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': cache,
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
    vary: 'accept-encoding',
  })
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(code)
  const small = packed.get(code) ?? gzipSync(code, { level: 9 })
  packed.set(code, small)
  return reply.header('content-encoding', 'gzip').send(small)
}

interface BuiltFile {
  readonly text: string
  readonly digest: string
}

/** Read again when they were built again; `not-ready` where nothing was. */
function createShelf(folder: string) {
  const known = new Map<string, BuiltFile & { readonly builtAt: number }>()
  return {
    read(name: string): BuiltFile {
      const path = join(folder, name)
      if (!existsSync(path)) {
        throw new XiaoerError({ code: 'not-ready', message: 'The chat window is not built: npm start builds it.' })
      }
      const builtAt = statSync(path).mtimeMs
      const hit = known.get(name)
      if (hit?.builtAt === builtAt) return hit
      const text = readFileSync(path, 'utf8')
      const digest = createHash('sha256').update(text).digest('hex').slice(0, 12)
      const fresh = { text, digest, builtAt }
      known.set(name, fresh)
      packed.clear()
      return fresh
    },
  }
}
