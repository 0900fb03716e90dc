import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sampleOf } from '../../test/http/attack-ids.ts'
import type { Ask, House } from '../../test/http/house.ts'
import { openHouse } from '../../test/http/open-house.ts'
import { fillPath, idsOf } from '../../test/http/samples.ts'
import { type RowWatch, watchRows } from '../../test/http/watch-rows.ts'
import { verifyAudit } from '../staff/index.ts'
import type { Route } from './route.ts'

let house: House
let rows: RowWatch
beforeAll(async () => {
  house = await openHouse()
  rows = await watchRows(house)
})
afterAll(async () => {
  await rows.close()
  await house.close()
})

// Writes that are no privileged acts; each says why.
const UNAUDITED: Readonly<Record<string, string>> = {
  receiveMessages: 'what buyers say',
  startWidgetSession: 'a buyer opens the chat window',
  sendWidgetMessages: 'what buyers say',
  takeComments: 'what viewers say',
  askWidgetRobot: 'what a buyer wants; its event tells who',
  forgetWidgetBuyer: 'a buyer, of his own record; the widget tests count its line',
  addWidgetFile: 'what buyers show',
  pollWidgetMessages: 'stores nothing',
  postMessage: 'daily work, kept as the message itself',
  diagnoseEntry: 'stores nothing',
  checkMessageFigures: 'stores nothing',
  tryTurn: 'stores nothing',
  quoteCart: 'stores nothing',
  runTestCases: 'stores nothing',
  addView: 'filters that somebody keeps for himself',
  changeView: 'filters that somebody keeps for himself',
  removeView: 'filters that somebody keeps for himself',
  previewImport: 'stores nothing',
  previewGoodsImport: 'stores nothing',
}

const audited = z.object({ items: z.array(z.object({ act: z.string(), seq: z.number() })) })

async function auditSince(seq: number): Promise<{ act: string; seq: number }[]> {
  const answer = await house.ask({ method: 'GET', url: '/api/v1/audit?limit=50', as: house.ours.owner })
  return audited.parse(answer.body).items.filter((row) => row.seq > seq)
}

async function ready(route: Route): Promise<Ask> {
  const sample = await sampleOf(house, route)
  return { ...sample, url: fillPath(route.path, { ...idsOf(house.ours), ...sample.params }) }
}

test('every route that writes, and every look that is privileged, leaves its act in the audit log', async () => {
  const routes = house.server.routes.filter((route) => route.method !== 'GET' || route.audit)
  expect(routes.length).toBeGreaterThan(15)
  for (const route of routes) {
    if (route.name in UNAUDITED) continue
    expect(`${route.name} audits ${route.audit}`).not.toContain('null')
    const ask = await ready(route)
    const last = (await auditSince(0))[0]?.seq ?? 0
    const answer = await house.ask(ask)
    expect([route.name, ...Object.keys(route.responses)]).toContain(String(answer.status))
    expect([route.name, (await auditSince(last)).map((row) => row.act)]).toEqual([route.name, [route.audit]])
  }
  const verdict = await house.fresh.database.within([house.ours.orgId], (tx) => verifyAudit(tx, house.ours.orgId))
  expect(verdict).toMatchObject({ intact: true })
})

test('the log holds ids and digests, none of the texts and addresses that were written', async () => {
  const { text } = await house.ask({ method: 'GET', url: '/api/v1/audit/export', as: house.ours.owner })
  expect(text.split('\n').length).toBeGreaterThan(15)
  for (const secret of ['@ours.example', 'Renamed', 'correct horse', 'xk_', 'xs_', '13800000000'])
    expect(text).not.toContain(secret)
})

test('with an Idempotency-Key every write happens once, and the second call gets the same answer', async () => {
  const routes = house.server.routes.filter((route) => route.method !== 'GET' && route.idempotency === 'stored')
  expect(routes.length).toBeGreaterThan(14)
  for (const route of routes) {
    const asked = await ready(route)
    const ask = { ...asked, headers: { ...asked.headers, 'idempotency-key': `once-${route.name}` } }
    const first = await house.ask(ask)
    expect([route.name, first.status < 300]).toEqual([route.name, true])
    const counted = await rows.counts()
    const again = await house.ask(ask)
    // One's own password change or sign-out leaves the caller signed in, or not: then the key cannot be asked for.
    if (again.status === 401) continue
    expect([route.name, again.status, again.text]).toEqual([route.name, first.status, first.text])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect([route.name, await rows.counts()]).toEqual([route.name, counted])
  }
})

test('the same key with another body is refused, and in another organisation it is another key', async () => {
  const ask = (as: string, name: string) =>
    house.ask({ method: 'POST', url: '/api/v1/groups', as, body: { name }, headers: { 'idempotency-key': 'shared' } })
  expect((await ask(house.ours.owner, 'one')).status).toBe(201)
  expect(await ask(house.ours.owner, 'two')).toMatchObject({
    status: 409,
    body: { error: { code: 'idempotency-mismatch' } },
  })
  expect((await ask(house.theirs.owner, 'two')).status).toBe(201)
})

test('twenty equal requests at once make one thing and get one answer', async () => {
  const ask: Ask = { method: 'POST', url: '/api/v1/groups', as: house.ours.owner, body: { name: 'at once' } }
  const before = await rows.counts()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => house.ask({ ...ask, headers: { 'idempotency-key': 'at-once' } })),
  )
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1)
  const after = await rows.counts()
  expect((after.shop_group ?? 0) - (before.shop_group ?? 0)).toBe(1)
})

test('a key is free again after its time, and a refused request does not use it up', async () => {
  const ask = (body: unknown) =>
    house.ask({
      method: 'POST',
      url: '/api/v1/groups',
      as: house.ours.owner,
      body,
      headers: { 'idempotency-key': 'again' },
    })
  expect((await ask({ name: 1 })).status).toBe(400)
  const first = await ask({ name: 'first' })
  expect(first.status).toBe(201)
  house.clock.advance(25 * 3_600_000)
  expect((await ask({ name: 'first' })).text).toBe(first.text)
  house.clock.advance(24 * 3_600_000)
  const later = await ask({ name: 'later' })
  expect([later.status, later.text === first.text]).toEqual([201, false])
})

test('a stored reply cannot be read from the database alone', async () => {
  const ask: Ask = {
    method: 'POST',
    url: '/api/v1/api-keys',
    as: house.ours.owner,
    body: { name: 'sealed', scopes: ['shops:read'] },
    headers: { 'idempotency-key': 'seal-me-please' },
  }
  const first = await house.ask(ask)
  const { secret } = z.object({ secret: z.string() }).parse(first.body)
  expect((await house.ask(ask)).text).toBe(first.text)
  const stored = await house.fresh.database.within([house.ours.orgId], (tx) =>
    tx.selectFrom('idempotency').selectAll().execute(),
  )
  expect(stored.length).toBeGreaterThan(0)
  expect(JSON.stringify(stored)).not.toContain(secret)
  expect(JSON.stringify(stored)).not.toContain('seal-me-please')
})
