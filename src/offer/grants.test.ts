import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { createManualClock } from '../kernel/clock.ts'
import { newUuid } from '../kernel/ids.ts'
import { compileLedger } from './compile-ledger.ts'
import { exhaustedOffers } from './exhausted.ts'
import { countGrants, findGrant, useGrant } from './grant.store.ts'
import { type Holder, stateAt } from './grant.ts'
import { FOLLOWING } from './grant-terms.ts'
import { addBudget, changeTerms, readBudgets, readGiving, readTerms } from './grant-terms.store.ts'
import { entryOf, type LedgerRef } from './offer-revision.ts'
import { readLatest } from './read-offers.store.ts'
import { reserveGrant } from './reserve-grant.ts'
import { type Giving, settleDueGrants, settleGrant } from './settle-grant.ts'
import { stopOffers } from './stop-offers.store.ts'
import { writeOffers } from './write-offers.store.ts'

const NOON = Date.UTC(2026, 5, 1, 4)
const HOUR_MS = 3_600_000

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

interface Wanted {
  readonly source?: string
  readonly limits?: { readonly stock?: number; readonly perBuyer?: number }
}

async function aCoupon({ source = 'hand', limits }: Wanted): Promise<LedgerRef> {
  const shop = { orgId: newUuid(NOON), shopId: newUuid(NOON) }
  const rule = {
    ...{ kind: 'shop-coupon', owner: shop.shopId, claimable: true, tiers: [{ minFen: 10_000, offFen: 1000 }] },
    ...{ validFrom: '2026-06-01T00:00:00Z', validTo: '2026-06-01T06:00:00Z', ...(limits && { limits }) },
  }
  await within(shop, (tx) =>
    writeOffers(tx, { shop, changes: [{ offerId: 'k1', rule }], source, by: 'staff:s1', at: NOON }),
  )
  return shop
}

const within: <Value>(shop: LedgerRef, work: Parameters<typeof fresh.database.within<Value>>[1]) => Promise<Value> = (
  shop,
  work,
) => fresh.database.within([shop.orgId], work)

const buyer = (name: string): Holder => ({ customerId: name, buyerId: null })

const claim = (shop: LedgerRef, name: string, { key = `${name}-key`, at = NOON, offerId = 'k1' } = {}) =>
  within(shop, (tx) => reserveGrant(tx, { shop, offerId, holder: buyer(name), key, actor: 'buyer', at }))

const written = z.array(z.object({ type: z.string() }))

async function granted(shop: LedgerRef): Promise<number> {
  const rows = await within(shop, (tx) => tx.selectFrom('outbox').select('events').execute())
  return rows.flatMap((row) => written.parse(row.events)).filter((event) => event.type === 'coupon.granted').length
}

const taken = async (shop: LedgerRef) => (await within(shop, (tx) => readTerms(tx, shop, ['k1']))).get('k1')?.taken

test('gives exactly as many as the cap when more buyers ask at once', async () => {
  const shop = await aCoupon({ limits: { stock: 7 } })
  const claims = await Promise.all(Array.from({ length: 40 }, (_, index) => claim(shop, `c${index}`)))
  expect(claims.filter((one) => one.ok)).toHaveLength(7)
  expect(new Set(claims.flatMap((one) => (one.ok ? [] : [one.problem])))).toEqual(new Set(['exhausted']))
  expect(await taken(shop)).toBe(7)
  expect(await granted(shop)).toBe(7)
})

test('the same key is the same grant, and one buyer gets no more than his limit however he asks', async () => {
  const shop = await aCoupon({ limits: { perBuyer: 2 } })
  const again = await Promise.all(Array.from({ length: 6 }, () => claim(shop, 'anna')))
  const ids = again.flatMap((one) => (one.ok ? [one.value.grantId] : []))
  expect(ids).toHaveLength(6)
  expect(new Set(ids).size).toBe(1)
  const others = await Promise.all(
    Array.from({ length: 6 }, (_, index) => claim(shop, 'anna', { key: `other-${index}` })),
  )
  expect(others.filter((one) => one.ok)).toHaveLength(1)
  expect(await granted(shop)).toBe(2)
  await expect(claim(shop, 'berta', { key: 'anna-key' })).rejects.toMatchObject({ code: 'idempotency-mismatch' })
})

test('a budget is never passed, and a lowered one gives no more', async () => {
  const shop = await aCoupon({})
  const budget = await within(shop, (tx) => addBudget(tx, shop, { name: 'June', limitFen: 4500, at: NOON }))
  const terms = { ...FOLLOWING, budgetId: budget.budgetId }
  await within(shop, (tx) => changeTerms(tx, shop, { offerId: 'k1', terms, at: NOON }))
  const claims = await Promise.all(Array.from({ length: 9 }, (_, index) => claim(shop, `c${index}`)))
  expect(claims.filter((one) => one.ok)).toHaveLength(4)
  expect(claims.find((one) => !one.ok)).toEqual({ ok: false, problem: 'budget-spent' })
  expect(await within(shop, (tx) => readBudgets(tx, shop))).toMatchObject([{ spentFen: 4000, limitFen: 4500 }])
  expect(await taken(shop)).toBe(4)
})

test('says why nothing is given: unknown, too early, ended, stopped, without a customer', async () => {
  const shop = await aCoupon({ source: 'backend:demo' })
  const why = async (given: Parameters<typeof claim>[2]) => claim(shop, 'anna', given)
  expect(await why({ offerId: 'k2' })).toEqual({ ok: false, problem: 'unknown-offer' })
  expect(await why({ at: NOON - 5 * HOUR_MS })).toEqual({ ok: false, problem: 'not-started' })
  expect(await why({ at: NOON + 2 * HOUR_MS })).toEqual({ ok: false, problem: 'ended' })
  const holder = { customerId: null, buyerId: newUuid(NOON) }
  const order = { shop, offerId: 'k1', holder, key: 'visitor', actor: 'buyer', at: NOON }
  expect(await within(shop, (tx) => reserveGrant(tx, order))).toEqual({ ok: false, problem: 'needs-customer' })
  await within(shop, (tx) => stopOffers(tx, shop, { by: 'staff:s1', reason: 'wrong price', at: NOON }))
  expect(await why({})).toEqual({ ok: false, problem: 'stopped' })
  expect(await within(shop, (tx) => readTerms(tx, shop, ['k2']))).toEqual(new Map())
})

/** A shop that gives and whose answers are lost; it knows its own keys. */
function forgetfulShop(answers: readonly ('lost' | 'heard' | 'refused')[]) {
  const given = new Set<string>()
  let asked = 0
  const give = async ({ grantId }: { readonly grantId: string }): Promise<Giving> => {
    const answer = answers[asked] ?? 'heard'
    asked += 1
    if (answer === 'refused') return { kind: 'refused', reason: 'coupon-left' }
    given.add(grantId)
    return answer === 'lost' ? { kind: 'unreachable', reason: 'no answer' } : { kind: 'done', receipt: `A-${grantId}` }
  }
  return { give, given }
}

test('a lost answer is settled by asking again: given once, told once', async () => {
  const shop = await aCoupon({ source: 'backend:demo', limits: { stock: 1 } })
  const clock = createManualClock(NOON)
  const { give, given } = forgetfulShop(['lost', 'lost', 'heard'])
  const tools = { database: fresh.database, clock, give }
  const reserved = await claim(shop, 'anna')
  if (!reserved.ok) throw new Error(reserved.problem)
  const { grantId } = reserved.value
  expect(reserved.value.state).toBe('pending')
  await settleGrant(tools, reserved.value)
  expect(await claim(shop, 'berta')).toEqual({ ok: false, problem: 'exhausted' })
  expect(await granted(shop)).toBe(0)
  clock.advance(HOUR_MS / 2)
  await settleDueGrants(tools)
  clock.advance(HOUR_MS / 2)
  await settleDueGrants(tools)
  await settleDueGrants(tools)
  const settled = await within(shop, (tx) => findGrant(tx, shop, grantId))
  expect(settled).toMatchObject({ state: 'claimed', receipt: `A-${grantId}`, attempts: 3 })
  expect(given.size).toBe(1)
  expect(await granted(shop)).toBe(1)
})

test('what the shop refuses goes back to cap and budget', async () => {
  const shop = await aCoupon({ source: 'backend:demo', limits: { stock: 1 } })
  const budget = await within(shop, (tx) => addBudget(tx, shop, { name: 'June', limitFen: 1000, at: NOON }))
  const terms = { ...FOLLOWING, budgetId: budget.budgetId }
  await within(shop, (tx) => changeTerms(tx, shop, { offerId: 'k1', terms, at: NOON }))
  const { give } = forgetfulShop(['refused', 'heard'])
  const tools = { database: fresh.database, clock: createManualClock(NOON), give }
  const first = await claim(shop, 'anna')
  if (!first.ok) throw new Error(first.problem)
  expect(await claim(shop, 'berta')).toEqual({ ok: false, problem: 'exhausted' })
  await settleGrant(tools, first.value)
  expect(await within(shop, (tx) => findGrant(tx, shop, first.value.grantId))).toMatchObject({
    state: 'refused',
    reason: 'coupon-left',
  })
  expect(await within(shop, (tx) => readBudgets(tx, shop))).toMatchObject([{ spentFen: 0 }])
  const second = await claim(shop, 'berta')
  if (!second.ok) throw new Error(second.problem)
  await settleGrant(tools, second.value)
  expect(await granted(shop)).toBe(1)
  expect(await taken(shop)).toBe(1)
})

test('what is given to the last one is told as exhausted, by cap and by budget, until one comes back', async () => {
  const shop = await aCoupon({ source: 'backend:mirror', limits: { stock: 2 } })
  const gone = () =>
    within(shop, async (tx) => {
      const entries = (await readLatest(tx, shop, {})).map(entryOf)
      return [...exhaustedOffers(compileLedger(entries), await readGiving(tx, shop))]
    })
  const tools = { database: fresh.database, clock: createManualClock(NOON), give: forgetfulShop(['refused']).give }
  await claim(shop, 'anna')
  expect(await gone()).toEqual([])
  const last = await claim(shop, 'berta')
  if (!last.ok) throw new Error(last.problem)
  expect(await gone()).toEqual(['k1'])
  await settleGrant(tools, last.value)
  expect(await gone()).toEqual([])
  const { budgetId } = await within(shop, (tx) => addBudget(tx, shop, { name: 'June', limitFen: 999, at: NOON }))
  const terms = { ...FOLLOWING, budgetId }
  await within(shop, (tx) => changeTerms(tx, shop, { offerId: 'k1', terms, at: NOON }))
  expect(await gone()).toEqual(['k1'])
})

test('a claimed coupon is used once, in one order, and not after its end', async () => {
  const shop = await aCoupon({ limits: { perBuyer: 2 } })
  const one = await claim(shop, 'anna')
  const two = await claim(shop, 'anna', { key: 'second-key' })
  if (!one.ok || !two.ok) throw new Error('nothing was given')
  const use = (grantId: string, orderId: string, at: number) =>
    within(shop, (tx) => useGrant(tx, shop, { grantId, orderId, at }))
  expect(await use(one.value.grantId, 'o1', NOON + 1)).toMatchObject({ state: 'used', orderId: 'o1' })
  expect(await use(one.value.grantId, 'o1', NOON + 2)).toMatchObject({ state: 'used', settledAt: NOON + 1 })
  await expect(use(one.value.grantId, 'o2', NOON + 2)).rejects.toMatchObject({ code: 'precondition-failed' })
  expect(stateAt(two.value, NOON + 2 * HOUR_MS)).toBe('expired')
  await expect(use(two.value.grantId, 'o3', NOON + 2 * HOUR_MS)).rejects.toMatchObject({ code: 'precondition-failed' })
  await expect(use(newUuid(NOON), 'o3', NOON)).rejects.toMatchObject({ code: 'not-found' })
  const counted = await within(shop, (tx) => countGrants(tx, shop, NOON + 2 * HOUR_MS))
  expect([...counted.values()]).toMatchObject([{ pending: 0, claimed: 0, used: 1, expired: 1, refused: 0 }])
  const before = await within(shop, (tx) => countGrants(tx, shop, NOON + 2))
  expect([...before.values()]).toMatchObject([{ claimed: 1, used: 1, expired: 0 }])
  expect([...before.values()][0]?.spentFen).toBe(one.value.costFen + two.value.costFen)
})
