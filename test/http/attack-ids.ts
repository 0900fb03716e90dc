import { z } from 'zod'
import type { Route } from '../../src/http/index.ts'
import type { Answer, Ask, House } from './house.ts'
import { fillPath, idsOf, SAMPLES } from './samples.ts'

const ABSENT = '01900000-0000-7000-8000-00000000dead'

/**
 * Every route that takes an id, called with ids of another firm, malformed, doubled, as arrays, with NUL and with SQL:
 * the answer must be that of an absent one, byte for byte. Answers what it found, one line each; empty = sealed.
 */
export async function attackIds(house: House, routes: readonly Route[]): Promise<string[]> {
  const findings: string[] = []
  for (const route of routes) {
    findings.push(
      ...(await attackPath(house, route)),
      ...(await attackQuery(house, route)),
      ...(await attackBody(house, route)),
    )
  }
  return findings
}

const hostile = (foreign: string): Readonly<Record<string, string>> => ({
  foreign,
  'foreign in capitals': foreign.toUpperCase(),
  empty: '',
  word: 'x',
  zero: '0',
  negative: '-1',
  NUL: `${foreign}%00`,
  'half a code': '%ff',
  SQL: encodeURIComponent("' or 1=1 --"),
  'SQL after it': encodeURIComponent(`${foreign}' or '1'='1`),
  long: 'a'.repeat(5000),
  climbing: '..%2f..%2fetc',
  doubled: `${foreign},${foreign}`,
  array: encodeURIComponent(`["${foreign}"]`),
  object: encodeURIComponent('{"$ne":null}'),
})

async function attackPath(house: House, route: Route): Promise<string[]> {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const findings: string[] = []
  for (const name of names) {
    const own = idsOf(house.ours)
    const foreign = idsOf(house.theirs)[name]
    if (foreign === undefined) return [`${route.name}: idsOf does not know ${name}`]
    const sample = await sampleOf(house, route)
    const ask = (id: string): Promise<Answer> =>
      house.ask({ ...sample, url: fillPath(route.path, { ...own, ...sample.params, [name]: id }) })
    const absent = await ask(ABSENT)
    if (absent.status !== 404) findings.push(`${route.name} ${name}: absent is ${absent.status}, not 404`)
    for (const [how, id] of Object.entries(hostile(foreign))) {
      const answer = await ask(id)
      if (tell(answer) !== tell(absent)) findings.push(`${route.name} ${name} ${how}: ${tell(answer)}`)
    }
    // All of the other firm at once: its shop with its own order in it.
    const whole = await house.ask({ ...sample, url: fillPath(route.path, idsOf(house.theirs)) })
    if (tell(whole) !== tell(absent)) findings.push(`${route.name} all of theirs: ${tell(whole)}`)
  }
  return findings
}

async function attackQuery(house: House, route: Route): Promise<string[]> {
  const findings: string[] = []
  const fields = fieldsOf(route.query)
  for (const name of fields) {
    const foreign = idsOf(house.theirs)[name] ?? 'x'
    const sample = await sampleOf(house, route)
    const url = fillPath(route.path, { ...idsOf(house.ours), ...sample.params })
    const ask = (query: string): Promise<Answer> => house.ask({ ...sample, url: `${url}?${query}` })
    for (const query of [
      `${name}=${foreign}&${name}=${foreign}`,
      `${name}[]=${foreign}`,
      `${name}[0]=${foreign}`,
      `${name}=a%00`,
    ]) {
      const answer = await ask(query)
      if (answer.status !== 400) findings.push(`${route.name} ?${query}: ${answer.status}, not 400`)
    }
    if (!name.endsWith('Id')) continue
    const absent = await ask(`${name}=${ABSENT}`)
    const answer = await ask(`${name}=${foreign}`)
    if (tell(answer) !== tell(absent)) findings.push(`${route.name} ?${name}=foreign: ${tell(answer)}`)
  }
  return findings
}

async function attackBody(house: House, route: Route): Promise<string[]> {
  const findings: string[] = []
  for (const name of fieldsOf(route.body).filter((field) => /Ids?$/.test(field))) {
    const sample = await sampleOf(house, route)
    const foreign = idsOf(house.theirs)[name.replace(/s$/, '')] ?? ABSENT
    const given = (id: unknown): unknown => (name.endsWith('s') ? [id] : id)
    const url = fillPath(route.path, { ...idsOf(house.ours), ...sample.params })
    const ask = (value: unknown): Promise<Answer> =>
      house.ask({ ...sample, url, body: { ...z.looseObject({}).parse(sample.body), [name]: value } })
    const absent = await ask(given(ABSENT))
    if (absent.status < 400 || absent.status > 499) findings.push(`${route.name} .${name} absent: ${absent.status}`)
    const answer = await ask(given(foreign))
    if (tell(answer) !== tell(absent)) findings.push(`${route.name} .${name} foreign: ${tell(answer)}`)
    for (const wrong of [[[foreign]], { $ne: null }, 0, `${foreign}\0`, "' or 1=1 --"]) {
      const refused = await ask(wrong)
      if (refused.status !== 400) findings.push(`${route.name} .${name} ${JSON.stringify(wrong)}: ${refused.status}`)
    }
  }
  return findings
}

export async function sampleOf(
  house: House,
  route: Route,
): Promise<Ask & { readonly params: Readonly<Record<string, string>> }> {
  const sample = await SAMPLES[route.name]?.(house)
  if (!sample && route.method !== 'GET') throw new Error(`${route.name} has no sample in test/http/samples.ts`)
  return {
    method: route.method,
    url: '',
    as: sample?.as ?? house.ours.owner,
    params: sample?.params ?? {},
    ...(sample?.body !== undefined && { body: sample.body }),
    ...(sample?.raw !== undefined && { raw: sample.raw }),
    ...(sample?.headers && { headers: sample.headers }),
  }
}

const objectSchema = z.object({ shape: z.record(z.string(), z.unknown()) })

const fieldsOf = (schema: z.ZodType): string[] => Object.keys(objectSchema.safeParse(schema).data?.shape ?? {})

const tell = (answer: Answer): string =>
  `${answer.status} ${answer.text.replaceAll(/"request_id":"[^"]*"/g, '"request_id":""')}`
