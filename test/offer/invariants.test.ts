import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerCase, quoteCase } from '../../src/offer/answer-case.ts'
import { pay, split } from '../../src/offer/arithmetic.ts'
import type { Quoted } from '../../src/offer/index.ts'
import type { PlainCase, PlainRow } from './plain-case.ts'
import { dice, randomCase } from './random-case.ts'

// Each test is named by the sentence of reference offers.md that it holds the quote to.

const RUNS = { numRuns: 200, seed: 20_251_111 }
const seeds = fc.integer({ min: 1, max: 1_000_000 })
const fen = fc.integer({ min: 0, max: 1_000_000_000 })

const answer = (it: object) => answerCase(quoteCase.parse({ id: 'invariant', ...it }))

function quoted(it: object): Quoted {
  const given = answer(it)
  if (given.status !== 'quoted') throw new Error(`no number: ${JSON.stringify(given)}`)
  return given
}

const total = (parts: readonly number[]): number => parts.reduce((sum, part) => sum + part, 0)
const priceOf = ({ goodsPayableFen, shops, insuranceFen }: Quoted): number =>
  goodsPayableFen + total(shops.map((shop) => shop.shippingFen ?? 0)) + insuranceFen

const holds = (check: (it: PlainCase, seed: number) => void): void =>
  fc.assert(
    fc.property(seeds, (seed) => {
      check(randomCase(seed), seed)
    }),
    RUNS,
  )

describe('numbers', () => {
  test('a rate is rounded half up, once, on the amount named', () => {
    fc.assert(
      fc.property(fen, fc.integer({ min: 0, max: 9999 }), (amount, bp) => {
        expect(pay(amount, bp)).toBe(Number((BigInt(amount) * BigInt(bp) + 5000n) / 10_000n))
      }),
      RUNS,
    )
  })

  test('line i gets the floor, the fen left over go one each to the greatest remainders, ties to the earlier line', () => {
    fc.assert(
      fc.property(fen, fc.array(fen, { minLength: 1, maxLength: 8 }), (amount, weights) => {
        const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n)
        fc.pre(sum > 0n)
        const floors = weights.map((weight) => (BigInt(amount) * BigInt(weight)) / sum)
        const left = Number(BigInt(amount) - floors.reduce((all, part) => all + part, 0n))
        const order = weights
          .map((weight, index) => ({ index, rest: (BigInt(amount) * BigInt(weight)) % sum }))
          .sort((one, other) => (one.rest === other.rest ? one.index - other.index : one.rest > other.rest ? -1 : 1))
        const lucky = new Set(order.slice(0, left).map(({ index }) => index))
        expect(split(amount, weights)).toEqual(floors.map((part, index) => Number(part) + (lucky.has(index) ? 1 : 0)))
      }),
      RUNS,
    )
  })
})

describe('a quote', () => {
  test('same input, same answer', () => holds((it) => expect(answer(it)).toEqual(answer(structuredClone(it)))))

  test('nothing becomes negative', () => {
    holds((it) => {
      const { lines, steps } = quoted(it)
      for (const line of lines) expect(line.payableFen).toBeGreaterThanOrEqual(0)
      for (const step of steps) expect(step.afterFen ?? 0).toBeGreaterThanOrEqual(0)
    })
  })

  test('it names every fen and the row that caused it', () => {
    holds((it) => {
      const { lines, steps, payableFen, shippingFen } = quoted(it)
      const ids = new Set(it.ledger.entries.map((row) => row.id))
      for (const step of steps) if (step.sourceId !== null) expect(ids).toContain(step.sourceId)
      for (const line of lines) {
        const goods = total(steps.flatMap((step) => (step.lineId === line.lineId ? (step.amountFen ?? 0) : [])))
        const off = total(steps.map((step) => step.split?.[line.lineId] ?? 0))
        expect(goods).toBe(line.goodsFen)
        expect(goods - off).toBe(line.payableFen)
      }
      const fees = total(steps.map((step) => (step.layer === 9 ? (step.feeFen ?? 0) : 0)))
      if (shippingFen !== null) expect(total(lines.map((line) => line.payableFen)) + fees).toBe(payableFen)
    })
  })

  test('every reduction is one number R = min(nominal, O), then split(R, open)', () => {
    let seen = 0
    holds((it) => {
      for (const { nominalFen, openFen, reductionFen, split: parts } of quoted(it).steps) {
        if (nominalFen === undefined || openFen === undefined) continue
        seen++
        expect(reductionFen).toBe(Math.min(nominalFen, openFen))
        expect(total(Object.values(parts ?? {}))).toBe(reductionFen)
      }
    })
    expect(seen).toBeGreaterThan(100)
  })

  test('each piece takes each kind at most once', () => {
    holds((it) => {
      const taken = new Set<string>()
      for (const { layer, kind, split: parts } of quoted(it).steps) {
        if (layer < 2 || layer > 8) continue
        for (const lineId of Object.keys(parts ?? {})) {
          expect(taken).not.toContain(`${lineId} ${kind}`)
          taken.add(`${lineId} ${kind}`)
        }
      }
    })
  })

  test('adding an offer never raises the best price', () => {
    let fell = 0
    holds((it, seed) => {
      const roll = dice(seed + 1)
      const kind = ['shop-coupon', 'platform-coupon', 'red-packet', 'shop-reduction'][roll(4)] ?? 'shop-coupon'
      const before = quoted(it)
      const after = quoted(withOffer(it, { kind, minFen: roll(20_000), offFen: 1 + roll(5000) }))
      expect(priceOf(after)).toBeLessThanOrEqual(priceOf(before))
      if (priceOf(after) < priceOf(before)) fell++
    })
    expect(fell).toBeGreaterThan(20)
  })

  test('until validTo only a new version can change the answer', () => {
    let bounded = 0
    holds((it, seed) => {
      const { pricedAt: _at, ...now } = quoted(it)
      const until = now.validTo === null ? Date.parse(it.at) + 86_400_000 * 400 : Date.parse(now.validTo)
      if (now.validTo !== null) bounded++
      const from = Date.parse(it.at)
      for (const at of [from + dice(seed)(until - from), until - 1]) {
        const { pricedAt: _then, ...then } = quoted({ ...it, at: new Date(at).toISOString() })
        expect(then).toEqual(now)
      }
    })
    expect(bounded).toBeGreaterThan(20)
  })

  test('yesterday as told then: what was written later does not change an answer with knownAt', () => {
    holds((it) => {
      const knownAt = '2025-11-10T00:00:00+08:00'
      const revised = it.ledger.entries.map((row) => ({
        ...row,
        seq: row.seq + 10,
        recordedAt: '2025-11-11T00:00:00Z',
      }))
      const cheaper = revised.map((row) => (row.kind === 'sku-price' ? { ...row, priceFen: 1 } : row))
      const ledger = { ...it.ledger, entries: [...it.ledger.entries, ...cheaper] }
      expect(quoted({ ...it, ledger, knownAt })).toEqual(quoted({ ...it, knownAt }))
    })
  })

  test('a field or kind that is not listed is an unknown rule; a quote that they touch says so', () => {
    holds((it) => {
      const [first, ...others] = it.ledger.entries
      const unknown = { ...it, ledger: { ...it.ledger, entries: [{ ...first, groupBuy: 3 }, ...others] } }
      expect(answer(unknown)).toMatchObject({ status: 'refused', errors: [{ code: 'unknown-rule', ref: first?.id }] })
    })
  })

  test('claim: gainFen is the total now less the same with a hold added', () => {
    let advised = 0
    holds((it, seed) => {
      const offered = withOffer(it, { kind: 'shop-coupon', minFen: dice(seed)(20_000), offFen: 2000, claimable: true })
      const buyer = { ...offered.buyer, holds: it.buyer.holds ?? [] }
      const without = quoted({ ...offered, buyer })
      const gainFen = priceOf(without) - priceOf(quoted(offered))
      const advice = without.advice.find((one) => one.kind === 'claim' && one.sourceId === 'added')
      expect(advice?.gainFen ?? 0).toBe(gainFen)
      if (advice) advised++
    })
    expect(advised).toBeGreaterThan(20)
  })
})

describe('after the sale', () => {
  test('each piece gives back what it carried, the last one takes the rest', () => {
    holds((it) => {
      const order = quoted({ ...it, cart: { ...it.cart, usePoints: false } })
      const packets = new Set(order.steps.flatMap((step) => (/red-packet/.test(step.kind) ? [step.sourceId] : [])))
      for (const line of it.cart.lines) {
        const parts = Array.from({ length: line.quantity }, (_, back) => refunded(it, line.lineId, back))
        const packetFen = total(
          order.steps.map((step) => (packets.has(step.sourceId) ? (step.split?.[line.lineId] ?? 0) : 0)),
        )
        const paid = order.lines.find((one) => one.lineId === line.lineId)?.payableFen
        expect(total(parts.map((part) => part.cashFen))).toBe(paid)
        expect(total(parts.map((part) => part.redPacketFen))).toBe(packetFen)
      }
    })
  })
})

interface Added {
  readonly kind: string
  readonly minFen: number
  readonly offFen: number
  readonly claimable?: boolean
}

function withOffer(it: PlainCase, { kind, minFen, offFen, ...rest }: Added): PlainCase {
  const [like] = it.ledger.entries
  if (like === undefined) throw new Error('a case has rows')
  const { id: _id, kind: _kind, owner, scope: _scope, priceFen: _price, ...written } = like
  const isOfShop = kind.startsWith('shop')
  const row: PlainRow = {
    ...written,
    id: 'added',
    kind,
    owner: isOfShop ? owner : 'platform',
    ...rest,
    tiers: [{ minFen, offFen }],
  }
  const ledger = { ...it.ledger, entries: [...it.ledger.entries, row] }
  return { ...it, ledger, buyer: { ...it.buyer, holds: [...(it.buyer.holds ?? []), { entryId: 'added' }] } }
}

/** One piece of a line comes back, after `back` pieces that came back before. */
function refunded(it: PlainCase, lineId: string, back: number) {
  const already = back === 0 ? [] : [{ lineId, quantity: back }]
  const refund = { reason: 'no-reason', already, returns: [{ lineId, quantity: 1 }] }
  const given = answer({ ...it, cart: { ...it.cart, usePoints: false }, op: 'refund', refund })
  if (given.status !== 'refunded') throw new Error('no refund')
  const [line] = given.lines
  return { cashFen: line?.cashFen ?? 0, redPacketFen: line?.redPacketFen ?? 0 }
}
