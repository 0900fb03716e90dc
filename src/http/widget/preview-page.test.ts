import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { newUuid } from '../../kernel/ids.ts'
import { mountPreview } from './preview-page.ts'

const fastify = Fastify()
mountPreview(fastify)
const shop = newUuid(1_700_000_000_000)
const open = (query: string, of = shop) => fastify.inject(`/widget/preview/${of}?${query}`)

test('the preview holds the snippet as the console shows it, and only the console may frame it', async () => {
  const answer = await open('color=%23ff6600&position=left&lang=en&theme=dark')
  expect(answer.statusCode).toBe(200)
  expect(answer.payload).toContain(
    `data-shop="${shop}" data-color="#ff6600" data-position="left" data-lang="en" data-theme="dark"`,
  )
  const policy = String(answer.headers['content-security-policy'])
  expect(policy).toContain("frame-ancestors 'self'")
  expect(policy).not.toContain('unsafe-inline')
})

test('what no snippet can say does not get into the page', async () => {
  const evil = encodeURIComponent('"><script>alert(1)</script>')
  const answer = await open(`color=${evil}&position=${evil}&lang=${evil}&theme=${evil}`)
  expect([answer.statusCode, answer.payload.includes('alert(1)')]).toEqual([200, false])
  expect((await open('', evil)).statusCode).toBeGreaterThanOrEqual(400)
})
