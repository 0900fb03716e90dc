import { z } from 'zod'
import { bytes, nothing, type Route } from '../../src/http/index.ts'
import { sampleOf } from './attack-ids.ts'
import type { Answer, Ask, House } from './house.ts'
import { fillPath, idsOf } from './samples.ts'
import type { RowWatch } from './watch-rows.ts'

const problem = z.strictObject({
  error: z.strictObject({
    code: z.string().min(1),
    message: z.string().min(1),
    field: z.string().min(1).optional(),
    request_id: z.string().min(10),
  }),
})

/**
 * Every route, with every kind of bad body, query and header: 4xx in our own words, nothing stored, and the next good
 * request works. What is wrong for a field is found by its own schema. Answers what it found; empty = all refused well.
 */
export async function attackBodies(house: House, routes: readonly Route[], rows: RowWatch): Promise<string[]> {
  const findings: string[] = []
  for (const route of routes) {
    const sample = await sampleOf(house, route)
    const url = fillPath(route.path, { ...idsOf(house.ours), ...sample.params })
    const before = await rows.counts()
    for (const [how, attack] of attacksOn(route, { ...sample, url })) {
      const fault = faultOf(await house.ask(attack), attack)
      if (fault) findings.push(`${route.name} ${how}: ${fault}`)
    }
    findings.push(...storedSince(route, before, await rows.counts()))
    const next = await house.ask({ method: 'GET', url: '/api/v1/shops', as: house.ours.key })
    if (next.status !== 200) findings.push(`${route.name}: the next request got ${next.status}`)
  }
  return findings
}

function faultOf(answer: Answer, asked: Ask): string | null {
  if (answer.status < 400 || answer.status > 499)
    return `${answer.status} for ${JSON.stringify(asked.body ?? asked.url).slice(0, 200)}`
  const read = problem.safeParse(answer.body)
  if (!read.success) return `not our shape: ${answer.text.slice(0, 200)}`
  const { code, field, request_id } = read.data.error
  if (code === 'invalid-field' && field === undefined) return 'names no field'
  return answer.headers['x-request-id'] === request_id ? null : 'another request id in the header'
}

const storedSince = (
  route: Route,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): string[] =>
  Object.keys(after)
    .filter((table) => after[table] !== before[table])
    .map((table) => `${route.name} stored in ${table}`)

function* attacksOn(route: Route, good: Ask): Generator<[string, Ask]> {
  yield ['unknown query field', { ...good, url: `${good.url}?surprise=1` }]
  yield ['query of prototypes', { ...good, url: `${good.url}?__proto__=1` }]
  for (const name of fieldsOf(route.query)) {
    for (const value of ['%00', '%ff', 'x'.repeat(3000), '[]', '%7B%7D']) {
      const isFine = route.query.safeParse({ [name]: decoded(value) }).success
      if (!isFine) yield [`query ${name}=${value.slice(0, 9)}`, { ...good, url: `${good.url}?${name}=${value}` }]
    }
  }
  if (route.access !== 'public') yield* strangers(good)
  if (route.method === 'GET') return
  if (route.idempotency === 'stored') yield ['a key that is no key', { ...good, headers: { 'idempotency-key': 'a b' } }]
  if (route.body === nothing) yield ['a body where none is', { ...good, raw: '{"a":' }]
  if (route.body !== nothing) yield ['too large', { ...good, raw: Buffer.alloc(route.maxBodyBytes + 1, 32) }]
  if (route.body === bytes && route.accepts.includes('application/json')) {
    for (const raw of BROKEN) yield [`raw ${raw.toString('latin1').slice(0, 30)}`, { ...good, raw }]
  }
  if (route.body !== nothing && route.body !== bytes) yield* badJson(route, good)
}

function* strangers({ as: _secret, ...good }: Ask): Generator<[string, Ask]> {
  yield ['without a secret', good]
  for (const authorization of [
    'Basic eDp5',
    'Bearer',
    `Bearer xk_${'0'.repeat(43)}`,
    `Bearer ${'x'.repeat(4000)}`,
    "Bearer ' or 1=1",
  ]) {
    yield [`as ${authorization.slice(0, 20)}`, { ...good, headers: { authorization } }]
  }
}

const BROKEN: readonly (string | Buffer)[] = [
  '',
  '{"a":',
  '{"a":1}}',
  'null',
  '[]',
  '"text"',
  '123',
  'NaN',
  '{a:1}',
  `${'['.repeat(100_000)}`,
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}`,
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
]

function* badJson(route: Route, good: Ask): Generator<[string, Ask]> {
  for (const raw of BROKEN) {
    // Where every field may be left out, an empty object is a good body, but none of these is.
    yield [`raw ${raw.toString('latin1').slice(0, 30)}`, { ...good, raw }]
  }
  const json = JSON.stringify(good.body)
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
  ]) {
    yield [`as ${type}`, { ...good, raw: json, headers: { 'content-type': type } }]
  }
  const body = z.record(z.string(), z.unknown()).parse(good.body)
  yield ['an unknown field', { ...good, body: { ...body, surprise: 1 } }]
  yield ['a prototype beside', { ...good, raw: `{"__proto__":{"isAdmin":true},${json.slice(1)}` }]
  for (const field of fieldsOf(route.body)) {
    for (const value of WRONG) {
      const broken = { ...body, [field]: value }
      if (!isStorable(value) || !route.body.safeParse(broken).success) {
        yield [`${field} = ${JSON.stringify(value)?.slice(0, 30)}`, { ...good, body: broken }]
      }
    }
    const { [field]: _left, ...without } = body
    if (!route.body.safeParse(without).success) yield [`without ${field}`, { ...good, body: without }]
  }
}

const WRONG: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  12345678901234567890,
  '',
  'x'.repeat(20_000),
  'NUL \0 inside',
  { deep: { deeper: 'NUL \0' } },
  'half \ud800 a pair',
  [],
  {},
  [null],
  [[[[1]]]],
  { length: 1e9 },
  { $ne: null },
  ['NUL \0'],
]

const isStorable = (value: unknown): boolean => !/\\u0000|\\ud800/.test(JSON.stringify(value))

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const objectSchema = z.object({ shape: z.record(z.string(), z.unknown()) })
const fieldsOf = (schema: z.ZodType): string[] => Object.keys(objectSchema.safeParse(schema).data?.shape ?? {})
