import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../test/http/house.ts'
import { openHouse } from '../../test/http/open-house.ts'
import { defineRoute } from './define-route.ts'

let house: House
beforeAll(async () => {
  house = await openHouse({
    extraRoutes: () => [
      defineRoute({
        method: 'GET',
        path: '/api/v1/broken',
        name: 'break',
        summary: 'Fails on our side',
        tag: 'Test',
        access: 'shops:read',
        responses: { 200: z.string() },
        handler: async () => {
          throw new Error('secret inside')
        },
      }),
    ],
  })
})
afterAll(() => house.close())

const problem = z.object({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    request_id: z.string().min(10),
  }),
})

test('an unknown path is 404, a wrong method 405 with Allow, each with its request id', async () => {
  const nowhere = await house.ask({ method: 'GET', url: '/api/v1/nowhere' })
  expect(nowhere.status).toBe(404)
  expect(problem.parse(nowhere.body).error.request_id).toBe(nowhere.headers['x-request-id'])
  const wrong = await house.ask({ method: 'DELETE', url: '/api/v1/shops' })
  expect([wrong.status, wrong.headers.allow]).toEqual([405, 'GET, POST, HEAD, OPTIONS'])
  const options = await house.ask({ method: 'OPTIONS', url: '/api/v1/shops' })
  expect([options.status, options.headers.allow]).toEqual([204, 'GET, POST, HEAD, OPTIONS'])
  expect(options.headers['access-control-allow-origin']).toBeUndefined()
})

test('a failure of ours says nothing of the inside', async () => {
  const answer = await house.ask({ method: 'GET', url: '/api/v1/broken', as: house.ours.key })
  expect([answer.status, problem.parse(answer.body).error.code]).toEqual([500, 'internal'])
  expect(answer.text).not.toContain('secret inside')
})

test('nobody is let in without a secret, with a wrong one, or beyond his role', async () => {
  const url = '/api/v1/staff'
  const none = await house.ask({ method: 'GET', url })
  expect([none.status, none.headers['www-authenticate']]).toEqual([401, 'Bearer'])
  const wrong = await house.ask({ method: 'GET', url, as: `xk_${'a'.repeat(43)}` })
  expect(wrong.status).toBe(401)
  expect((await house.ask({ method: 'GET', url, as: house.ours.agent })).status).toBe(403)
  expect((await house.ask({ method: 'GET', url, as: house.ours.owner })).status).toBe(200)
  expect((await house.ask({ method: 'GET', url: '/api/v1/api-keys', as: house.ours.key })).status).toBe(403)
})

test('a cookie reads, but writes only from our own pages', async () => {
  const cookie = { cookie: `other=1; xiaoer_sign_in=${house.ours.owner}` }
  expect((await house.ask({ method: 'GET', url: '/api/v1/me', headers: cookie })).status).toBe(200)
  const write = { method: 'POST', url: '/api/v1/groups', body: { name: 'by cookie' } }
  const foreign = { ...cookie, 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' }
  expect((await house.ask({ ...write, headers: cookie })).status).toBe(403)
  expect((await house.ask({ ...write, headers: foreign })).status).toBe(403)
  expect((await house.ask({ ...write, headers: { ...cookie, 'sec-fetch-site': 'same-origin' } })).status).toBe(201)
})

test('answers carry security headers and are not cached', async () => {
  const answer = await house.ask({ method: 'GET', url: '/api/v1/shops', as: house.ours.key })
  expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
})

test('liveness, readiness and metrics answer, and metrics know the route by its template', async () => {
  expect((await house.ask({ method: 'GET', url: '/livez' })).body).toEqual({ status: 'live' })
  expect((await house.ask({ method: 'GET', url: '/readyz' })).body).toEqual({ status: 'ready', version: '0.0.0-test' })
  await house.ask({ method: 'GET', url: `/api/v1/shops/${house.ours.shopId}`, as: house.ours.key })
  const { text } = await house.ask({ method: 'GET', url: '/metrics' })
  expect(text).toContain('xiaoer_http_request_seconds_count{method="GET",route="/api/v1/shops/:shopId",status="200"}')
  expect(text).not.toContain(house.ours.shopId)
})

test('a list is read page by page, without a gap and without a double', async () => {
  const page = z.object({ items: z.array(z.object({ shopId: z.string() })), next: z.string().nullable() })
  const seen: string[] = []
  let next: string | null = null
  do {
    const cursor: string = next === null ? '' : `&cursor=${next}`
    const answer = await house.ask({ method: 'GET', url: `/api/v1/shops?limit=1${cursor}`, as: house.ours.key })
    const read = page.parse(answer.body)
    seen.push(...read.items.map((item) => item.shopId))
    next = read.next
  } while (next !== null)
  expect(seen).toEqual([house.ours.shopId, house.ours.otherShopId].sort())
  const forged = await house.ask({ method: 'GET', url: '/api/v1/shops?cursor=abc', as: house.ours.key })
  expect(problem.parse(forged.body).error).toMatchObject({ code: 'invalid-field', field: 'cursor' })
})

test('what is no HTTP, and headers without end, get our own words on the bare socket', async () => {
  const port = await house.server.listen(0, '127.0.0.1')
  const exchange = (sent: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(sent))
      socket.on('data', (chunk) => {
        answer += chunk.toString()
      })
      socket.on('close', () => resolve(answer))
      socket.on('error', reject)
    })
  expect(await exchange('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"bad-request"[\s\S]*request_id/)
  expect(await exchange(`GET /livez HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 [\s\S]*headers-too-large/,
  )
  expect(await exchange('GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /)
})
