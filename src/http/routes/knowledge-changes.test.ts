import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const ask = (method: string, path: string, ...[body, as = house.ours.owner]: [body?: unknown, as?: string]) =>
  house.ask({
    method,
    url: `/api/v1/knowledge/${house.ours.shopId}${path}`,
    as,
    ...(body !== undefined && { body }),
  })
const row = z.object({
  entryId: z.string(),
  state: z.string(),
  publishedSince: z.int().nullable(),
  draft: z.object({ changedAt: z.string() }).nullable(),
  entry: z.object({ topic: z.string(), off: z.literal(true).optional() }),
})
const changed = z.object({ changeId: z.string(), changed: z.int() })

async function add(word: string): Promise<string> {
  const entry = { title: { en: word }, phrasings: [word], answers: [{ id: 'a', texts: ['yes'] }] }
  return row.parse((await ask('POST', '/entries', { entry })).body).entryId
}
const read = async (entryId: string) => (await ask('GET', `/entries/${entryId}`)).body
const find = async (entryId: string) => row.parse(await read(entryId))

async function change(act: object, entryIds: readonly string[]) {
  const entries = await Promise.all(
    entryIds.map(async (entryId) => {
      const { draft, publishedSince } = await find(entryId)
      return { entryId, seen: { changedAt: draft?.changedAt ?? null, baseRelease: publishedSince } }
    }),
  )
  return ask('POST', '/changes', { act, entries })
}

/** One that is published, one that is a draft over it, one that was never published. */
async function three(): Promise<[string, string, string]> {
  const [plain, drafted] = [await add('plain'), await add('drafted')]
  await ask('POST', '/publish', { entryIds: [plain, drafted] })
  await change({ kind: 'move', topic: 'gifts' }, [drafted])
  return [plain, drafted, await add('new')]
}

test.each([
  ['remove', { kind: 'remove' }, 3],
  ['discard', { kind: 'discard' }, 2],
  ['switch off', { kind: 'switch-off' }, 3],
  ['move', { kind: 'move', topic: 'shipping' }, 3],
])('what many entries were before a "%s" comes back, byte for byte', async (_name, act, count) => {
  const ids = await three()
  const before = await Promise.all(ids.map(read))
  const done = changed.parse((await change(act, ids)).body)
  expect(done.changed).toBe(count)
  expect(await Promise.all(ids.map(read))).not.toEqual(before)
  expect((await ask('POST', `/changes/${done.changeId}/undo`)).status).toBe(200)
  expect(await Promise.all(ids.map(read))).toEqual(before)
  // Once.
  expect((await ask('POST', `/changes/${done.changeId}/undo`)).status).toBe(404)
})

test('what is switched off can be switched on, and what makes no difference is not counted', async () => {
  const ids = await three()
  await change({ kind: 'switch-off' }, ids)
  expect((await Promise.all(ids.map(find))).map(({ entry }) => entry.off)).toEqual([true, true, true])
  expect(changed.parse((await change({ kind: 'switch-off' }, ids)).body).changed).toBe(0)
  expect(changed.parse((await change({ kind: 'switch-on' }, ids)).body).changed).toBe(3)
  expect((await Promise.all(ids.map(find))).map(({ entry }) => entry.off)).toEqual([undefined, undefined, undefined])
})

test('undo does not run over what somebody did since', async () => {
  const ids = await three()
  const { changeId } = changed.parse((await change({ kind: 'move', topic: 'a' }, ids)).body)
  await change({ kind: 'move', topic: 'b' }, [ids[0]])
  expect((await ask('POST', `/changes/${changeId}/undo`)).status).toBe(409)
  expect((await find(ids[0])).entry.topic).toBe('b')
  const gone = changed.parse((await change({ kind: 'move', topic: 'c' }, ids)).body)
  await ask('POST', '/publish', { entryIds: ids })
  expect((await ask('POST', `/changes/${gone.changeId}/undo`)).status).toBe(409)
})

test('all or nothing: one entry that changed meanwhile stops the rest', async () => {
  const [plain, drafted] = await three()
  const old = { changedAt: null, baseRelease: 999 }
  const { publishedSince } = await find(plain)
  const entries = [
    { entryId: plain, seen: { changedAt: null, baseRelease: publishedSince } },
    { entryId: drafted, seen: old },
  ]
  expect((await ask('POST', '/changes', { act: { kind: 'remove' }, entries })).status).toBe(409)
  expect((await find(plain)).state).toBe('published')
})

test('an entry named twice is changed once', async () => {
  const [plain] = await three()
  expect((await change({ kind: 'switch-off' }, [plain, plain])).status).toBe(201)
})

test('entries and changes of another firm are not there', async () => {
  const ids = await three()
  const { changeId } = changed.parse((await change({ kind: 'remove' }, ids)).body)
  const { theirs } = house
  const foreign = await house.ask({
    method: 'POST',
    url: `/api/v1/knowledge/${theirs.shopId}/changes/${changeId}/undo`,
    as: theirs.owner,
  })
  expect(foreign.status).toBe(404)
  const entries = [{ entryId: ids[0], seen: { changedAt: null, baseRelease: null } }]
  const url = `/api/v1/knowledge/${theirs.shopId}/changes`
  expect(
    (await house.ask({ method: 'POST', url, as: theirs.owner, body: { act: { kind: 'remove' }, entries } })).status,
  ).toBe(404)
})

test('saving tells how written prices and offers stand to the ledger, of a shop and of what has several', async () => {
  const { shopId, orgId, owner: as } = house.ours
  const tiers = [{ minFen: 45_600, offFen: 1230 }]
  const rule = { kind: 'shop-coupon', scope: {}, claimable: true, tiers }
  const offers = `/api/v1/shops/${shopId}/offers`
  expect((await house.ask({ method: 'POST', url: offers, as, body: { id: 'figures', rule } })).status).toBe(201)
  const texts = ['满456减12.3', '满456减50，48小时内发货']
  const entry = { title: { en: 'coupon' }, phrasings: ['any coupon'], answers: [{ id: 'a', texts }] }
  const record = { sourceId: 'figures', validTo: null }
  const found = [
    { path: 'answers.0.texts.0', text: '满456', says: 'threshold', outcome: 'agrees', record },
    { path: 'answers.0.texts.0', text: '减12.3', says: 'off', outcome: 'agrees', record },
    { path: 'answers.0.texts.1', text: '满456', outcome: 'agrees' },
    { path: 'answers.0.texts.1', text: '减50', outcome: 'differs', record: null },
  ]
  const saved = await ask('POST', '/entries', { entry })
  expect(saved.body).toMatchObject({ state: 'new', figures: found })
  expect((await ask('POST', '/diagnosis', { entry })).body).toMatchObject({ figures: found })
  const above = { method: 'POST', url: `/api/v1/knowledge/${orgId}/entries`, as, body: { entry } }
  expect((await house.ask(above)).body).toMatchObject({ figures: found.map(() => ({ outcome: 'unchecked' })) })
})
