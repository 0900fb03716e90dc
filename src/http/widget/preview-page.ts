import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { notFound } from '../../kernel/errors.ts'
import { shopId } from '../../kernel/ids.ts'

const NONCE_BYTES = 16

/** What the snippet can say; anything else falls back to what a snippet without it shows. */
const look = z.object({
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .catch('#0958d9'),
  position: z.enum(['left', 'right']).catch('right'),
  lang: z.enum(['zh', 'en']).catch('zh'),
  theme: z.enum(['auto', 'light', 'dark']).catch('auto'),
})
type Look = z.infer<typeof look>

/** A page as a shop's own would be, with the real snippet in it: only our console may frame it, and only our scripts run. */
export function mountPreview(fastify: FastifyInstance): void {
  fastify.get('/widget/preview/:shop', (request, reply) => {
    const address = new URL(request.url, 'http://localhost')
    const wanted = shopId.safeParse(address.pathname.split('/')[3])
    if (!wanted.success) throw notFound()
    const nonce = randomBytes(NONCE_BYTES).toString('base64')
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy(nonce),
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      .send(page({ shop: wanted.data, nonce, look: look.parse(Object.fromEntries(address.searchParams)) }))
  })
}

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data: https: http:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ')

interface Preview {
  readonly shop: string
  readonly nonce: string
  readonly look: Look
}

const CSS = `html{color-scheme:light dark;background:Canvas}html.light{color-scheme:light}html.dark{color-scheme:dark}
body{margin:0;padding:24px;display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(110px,1fr))}
i{height:96px;border-radius:10px;background:color-mix(in srgb,CanvasText 9%,Canvas)}`

const page = ({ shop, nonce, look: { color, position, lang, theme } }: Preview): string => `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}" class="${theme}"><head><meta charset="utf-8"><meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>&#8203;</title>
<style nonce="${nonce}">${CSS}</style></head><body>${'<i></i>'.repeat(12)}
<script nonce="${nonce}">(window.XiaoerQueue=window.XiaoerQueue||[]).push(['open'])</script>
<script async src="/widget.js" data-shop="${shop}" data-color="${color}" data-position="${position}" data-lang="${lang}" data-theme="${theme}"></script></body></html>`
