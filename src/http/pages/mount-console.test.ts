import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mountConsole } from './mount-console.ts'

let folder: string
let fastify: FastifyInstance
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaoer-pages-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<script nonce="__NONCE__"></script><style nonce="__NONCE__"></style>')
  writeFileSync(join(folder, 'assets', 'main-abc.js'), 'let it = 1')
  writeFileSync(join(folder, 'secret.txt'), 'not for the browser')
  fastify = Fastify()
  mountConsole(fastify, folder)
  await fastify.ready()
})
afterAll(async () => {
  await fastify.close()
  rmSync(folder, { recursive: true })
})

const get = (url: string) => fastify.inject({ method: 'GET', url })

test('every address under /console gets the page, since the page knows its routes', async () => {
  for (const url of ['/console', '/console/', '/console/knowledge?entry=1', '/console/no/such/page']) {
    const answer = await get(url)
    expect([url, answer.statusCode, answer.headers['content-type']]).toEqual([url, 200, 'text/html; charset=utf-8'])
    expect(answer.headers['cache-control']).toBe('no-store')
  }
  expect((await get('/')).headers.location).toBe('/console/')
  expect((await get('/live')).headers.location).toBe('/console/live')
  expect((await get('/live/r%208')).headers.location).toBe('/console/live?room=r%208')
  expect((await get('/live/r8?shop=a%26b')).headers.location).toBe('/console/live?room=r8&shop=a%26b')
})

test('each page has a nonce of its own, in the policy and in the page, and may not be framed', async () => {
  const nonceOf = async () => {
    const { headers, payload } = await get('/console/')
    const policy = String(headers['content-security-policy'])
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(payload).not.toContain('__NONCE__')
    expect(payload.split(`nonce="${nonce}"`)).toHaveLength(3)
    return nonce
  }
  expect(await nonceOf()).not.toBe(await nonceOf())
})

test('a file named by its contents is kept for a year, one that is not there is no page', async () => {
  const file = await get('/console/assets/main-abc.js')
  expect([file.statusCode, file.payload]).toEqual([200, 'let it = 1'])
  expect(file.headers['cache-control']).toContain('immutable')
  expect((await get('/console/assets/main-old.js')).statusCode).toBe(404)
})

test.each(['../secret.txt', '%2e%2e/secret.txt', '..%2fsecret.txt', '%2e%2e%2fsecret.txt', '....//secret.txt'])(
  'nothing beside the folder is given out: %s',
  async (path) => {
    expect((await get(`/console/assets/${path}`)).payload).not.toContain('not for the browser')
  },
)

test('where nothing is built there is no console', async () => {
  const bare = Fastify()
  mountConsole(bare, join(folder, 'nowhere'))
  expect((await bare.inject({ method: 'GET', url: '/console/' })).statusCode).toBe(404)
  await bare.close()
})
