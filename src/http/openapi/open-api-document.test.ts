import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'
import { documentPath } from './open-api-document.ts'

let house: House
let text: string
beforeAll(async () => {
  house = await openHouse()
  text = (await house.ask({ method: 'GET', url: '/api/v1/openapi.json' })).text
})
afterAll(() => house.close())

const operation = z.object({
  operationId: z.string(),
  security: z.array(z.unknown()),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })),
  responses: z.record(z.string(), z.unknown()),
})
const documentShape = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), operation)),
})
const operations = () =>
  Object.entries(documentShape.parse(JSON.parse(text)).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), ...described })),
  )

test('every route that fastify answers is in the document, and nothing else is', () => {
  const mounted = routesOf(house.server.fastify.printRoutes({ commonPrefix: false, includeMeta: false }))
  const answered = mounted.filter(({ method, path }) =>
    house.server.routes.some((route) => route.method === method && route.path === path),
  )
  expect(answered.length).toBe(house.server.routes.length)
  const written = operations().map(({ method, path }) => `${method} ${path}`)
  expect(written.sort()).toEqual(answered.map(({ method, path }) => `${method} ${documentPath(path)}`).sort())
})

test('what fastify answers beyond the table is only 405, HEAD and OPTIONS', async () => {
  const mounted = routesOf(house.server.fastify.printRoutes({ commonPrefix: false, includeMeta: false }))
  const others = mounted.filter(
    ({ method, path }) => !house.server.routes.some((route) => route.method === method && route.path === path),
  )
  expect(others.length).toBeGreaterThan(0)
  for (const { method, path } of others) {
    if (method === 'HEAD' || method === 'OPTIONS') continue
    const answer = await house.ask({ method, url: path, as: house.ours.owner })
    expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 405`)
  }
})

test('operation ids are unique; params, security and refusals are described', () => {
  const ids = operations().map((described) => described.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const described of operations()) {
    const inPath = [...described.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    expect(described.parameters.filter((field) => field.in === 'path').map((field) => field.name)).toEqual(inPath)
    const route = house.server.routes.find((found) => found.name === described.operationId)
    expect(described.security.length > 0).toBe(route?.access !== 'public')
    if (route?.access !== 'public')
      expect(Object.keys(described.responses)).toEqual(expect.arrayContaining(['401', '403']))
  }
})

test('every reference in the document leads somewhere', () => {
  const root: unknown = JSON.parse(text)
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(references.length).toBeGreaterThan(0)
  for (const reference of new Set(references))
    expect([reference, lookUp(root, reference.split('/'))]).not.toContain(undefined)
})

test('a client generated from the document compiles, and a wrong use of it does not', async () => {
  const folder = await mkdtemp(join(resolve(import.meta.dirname, '../../..'), 'node_modules/.openapi-client-'))
  try {
    await writeFile(join(folder, 'api.d.ts'), astToString(await openapiTS(JSON.parse(text))))
    await writeFile(join(folder, 'good.ts'), GOOD_CLIENT)
    expect(await compile(folder, 'good.ts')).toBe('')
    await writeFile(join(folder, 'bad.ts'), GOOD_CLIENT.replace("'agent'", "'emperor'"))
    expect(await compile(folder, 'bad.ts')).toContain('emperor')
  } finally {
    await rm(folder, { recursive: true })
  }
}, 180_000)

const GOOD_CLIENT = `
import createClient from 'openapi-fetch'
import type { paths } from './api.js'
const client = createClient<paths>({ baseUrl: 'http://127.0.0.1:7300', headers: { authorization: 'Bearer xk_' } })
export async function use(shopId: string): Promise<string | undefined> {
  const shops = await client.GET('/api/v1/shops', { params: { query: { limit: 10 } } })
  for (const shop of shops.data?.items ?? []) if (shop.robotOn) return shop.name.toUpperCase()
  const hired = await client.POST('/api/v1/staff', {
    params: { header: { 'Idempotency-Key': 'k' } },
    body: { email: 'a@b.example', name: 'A', password: 'long enough', role: 'agent' },
  })
  if (hired.error) return hired.error.error.request_id
  const order = await client.GET('/api/v1/shops/{shopId}/orders/{orderId}', { params: { path: { shopId, orderId: 'o1' } } })
  return order.data?.total.amount.toFixed(0)
}
`

async function compile(folder: string, file: string): Promise<string> {
  const tsc = resolve(import.meta.dirname, '../../../node_modules/typescript/bin/tsc')
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'ES2022', '--module', 'NodeNext']
  const run = promisify(execFile)(process.execPath, [
    tsc,
    ...flags,
    '--lib',
    'ES2022,DOM,DOM.Iterable',
    join(folder, file),
  ])
  return run.then(
    () => '',
    (error: unknown) => z.object({ stdout: z.string() }).parse(error).stdout,
  )
}

function lookUp(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  const held = z.record(z.string(), z.unknown()).safeParse(value)
  return held.success ? lookUp(held.data[key], rest) : undefined
}

/** fastify prints its tree; a line is depth, path segment and methods. */
function routesOf(tree: string): { method: string; path: string }[] {
  const stack: { depth: number; path: string }[] = []
  return tree.split('\n').flatMap((line) => {
    const read = /^([│├└─ ]*)(\S+)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (!read) return []
    const [, indent = '', segment = '', methods] = read
    while (stack.length > 0 && (stack.at(-1)?.depth ?? 0) >= indent.length) stack.pop()
    const path = (stack.at(-1)?.path ?? '') + segment
    stack.push({ depth: indent.length, path })
    return (methods ?? '')
      .split(', ')
      .filter(Boolean)
      .map((method) => ({ method, path }))
  })
}
