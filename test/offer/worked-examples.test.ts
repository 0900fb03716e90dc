import { describe, expect, test } from 'vitest'
import { answerCase, quoteCase } from '../../src/offer/answer-case.ts'
import type { Step } from '../../src/offer/index.ts'
import { readVectors } from './read-vectors.ts'

// Reference offers.md §13, step by step. What is expected is written here by hand from its text; only the carts and ledgers are
// read from the vectors.

const cases = new Map(
  readVectors()
    .get('worked.jsonl')
    ?.map((it) => [it.id, it]),
)

function answer(id: string) {
  const it = cases.get(id)
  if (it === undefined) throw new Error(`no worked example ${id}`)
  return answerCase(quoteCase.parse(it))
}

function quoted(id: string) {
  const given = answer(id)
  if (given.status !== 'quoted') throw new Error(`${id} has no number`)
  return given
}

const yuan = (fen: number | undefined | null): string => ((fen ?? 0) / 100).toFixed(2)

/** "1 time-price 2 × 79.00 = 158.00", "3 shop-reduction −40.00 (28.00, 12.00) → 360.00", "9 +6.00", as the page writes them. */
function told(step: Step): string {
  const { layer, kind } = step
  if (layer === 1) return `1 ${kind} ${step.quantity} × ${yuan(step.unitFen)} = ${yuan(step.amountFen)}`
  if (layer === 9) return `9 +${yuan(step.feeFen)}`
  if (layer === 10) return `10 ${step.phase} ${yuan(step.depositFen)}`
  const shares = Object.values(step.split ?? {})
  const split = shares.length > 1 ? ` (${shares.map(yuan).join(', ')})` : ''
  return `${layer} ${kind} −${yuan(step.reductionFen)}${split} → ${yuan(step.afterFen)}`
}

const steps = (id: string): string[] => quoted(id).steps.map(told)
const offers = (id: string): string[] => steps(id).filter((text) => /^[2-8] /.test(text))
const lines = (id: string): string[] => quoted(id).lines.map((line) => yuan(line.payableFen))

describe('the worked examples, step by step', () => {
  test('W01: two pieces at the price of the hour, the third at the price of the SKU', () => {
    expect(steps('W01').slice(0, 2)).toEqual(['1 time-price 2 × 79.00 = 158.00', '1 sku-price 1 × 100.00 = 100.00'])
    expect(quoted('W01')).toMatchObject({ payableFen: 25_800, validTo: '2025-11-11T14:00:00.000Z' })
    expect(quoted('W01b').payableFen).toBe(30_000)
    expect(quoted('W01c').payableFen).toBe(30_000)
  })

  test('W02: the second piece at half price over different goods, split by the largest remainder', () => {
    expect(offers('W02')).toEqual(['2 nth-piece −29.99 (16.66, 10.00, 3.33) → 150.00'])
    expect(lines('W02')).toEqual(['83.34', '49.99', '16.67'])
    expect(quoted('W02').payableFen).toBe(15_000)
  })

  test('W03: reduction, coupon and red packet one after the other, thresholds on the price', () => {
    expect(offers('W03')).toEqual([
      '3 shop-reduction −40.00 (28.00, 12.00) → 360.00',
      '4 shop-coupon −30.00 (21.00, 9.00) → 330.00',
      `7 ${quoted('W03').steps.find((step) => step.layer === 7)?.kind} −5.00 (3.50, 1.50) → 325.00`,
    ])
    expect(lines('W03')).toEqual(['227.50', '97.50'])
    expect(quoted('W03').payableFen).toBe(32_500)
  })

  test('W04: one step of a reduction across two shops; advice names what is missing to the next', () => {
    expect(offers('W04')).toEqual(['5 cross-shop −50.00 (31.09, 13.99, 4.92) → 270.00'])
    expect(quoted('W04').shops.map((shop) => yuan(shop.payableFen))).toEqual(['167.91', '102.09'])
    expect(quoted('W04').advice).toMatchObject([{ kind: 'next-tier', missingFen: 28_000, gainFen: 5000 }])
    expect(quoted('W04').payableFen).toBe(27_000)
  })

  test('W05: more reduction than price is capped, shipping is never reduced', () => {
    expect(offers('W05')).toEqual([expect.stringMatching(/^4 .* −380\.00 → 20\.00$/), '5 cross-shop −20.00 → 0.00'])
    expect(quoted('W05').steps.find((step) => step.layer === 5)?.nominalFen).toBe(5000)
    expect(steps('W05').at(-1)).toBe('9 +8.00')
    expect(quoted('W05').payableFen).toBe(800)
  })

  test('W06: the room and the shop page are two entrances with two true answers', () => {
    expect(steps('W06')[0]).toBe('1 time-price 1 × 169.00 = 169.00')
    expect(quoted('W06').why).toContainEqual({ sourceId: expect.any(String), reason: 'blocked' })
    expect(quoted('W06').payableFen).toBe(16_900)
    expect(offers('W06b')).toEqual(['4 shop-coupon −50.00 → 150.00'])
    expect(quoted('W06b').why).toContainEqual({ sourceId: expect.any(String), reason: 'entrance' })
  })

  test('W07: a deposit that counts double, the rest later at the prices of the balance', () => {
    expect(steps('W07')[0]).toBe('1 presale 1 × 900.00 = 900.00')
    expect(offers('W07')).toEqual([expect.stringMatching(/^4 .* −50\.00 → 850\.00$/), '5 cross-shop −150.00 → 700.00'])
    expect(steps('W07').at(-1)).toBe('10 deposit 100.00')
    expect(quoted('W07')).toMatchObject({
      pricedAt: '2025-10-31T12:00:00.000Z',
      payableFen: 70_000,
      dueNowFen: 10_000,
      dueLaterFen: 60_000,
    })
  })

  test('W08: all layers', () => {
    expect(offers('W08')).toEqual([
      '5 cross-shop −100.00 (66.67, 33.33) → 500.00',
      '6 category-coupon −20.00 → 480.00',
      '6 platform-coupon −24.00 (15.67, 8.33) → 456.00',
      '7 red-packet −5.00 (3.26, 1.74) → 451.00',
      '8 points −4.51 (2.94, 1.57) → 446.49',
    ])
    expect(quoted('W08').pointsUsed).toBe(451)
    expect(lines('W08')).toEqual(['291.46', '155.03'])
    expect(quoted('W08').payableFen).toBe(45_249)
  })

  test('W09: of the sets that no group and no word excludes, the cheapest', () => {
    expect(offers('W09')).toEqual(['3 shop-reduction −30.00 → 270.00', '4 shop-coupon −25.00 → 245.00'])
    expect(quoted('W09').why).toEqual([{ sourceId: 'x', reason: 'conflict' }])
    expect(quoted('W09').payableFen).toBe(24_500)
  })

  test('W10: a coupon that would cost the free shipping is kept', () => {
    expect(quoted('W10')).toMatchObject({ chosen: [], payableFen: 10_400, advice: [] })
    expect(quoted('W10').why).toContainEqual({ sourceId: 'c', reason: 'no-gain' })
    expect(offers('W10b')).toEqual([expect.stringMatching(/^4 .* −15\.00 → 89\.00$/)])
    expect(quoted('W10b')).toMatchObject({ payableFen: 9900, advice: [{ kind: 'next-tier', missingFen: 1000 }] })
  })

  test('W11: one of three comes back with what it carried, and the gift with it', () => {
    expect(answer('W11')).toMatchObject({
      status: 'refunded',
      cashFen: 5390,
      shippingFen: 0,
      holdsReturned: [],
      giftsToReturn: [{ quantity: 1 }],
    })
  })

  test('W12: the difference on the shop’s side alone, by what was known at the claim', () => {
    expect(answer('W12')).toMatchObject({
      paidVersion: 1,
      nowVersion: 2,
      paidFen: 20_000,
      nowFen: 16_000,
      differenceFen: 4000,
      until: '2025-11-26T04:00:00.000Z',
    })
    expect(answer('W12b')).toMatchObject({ status: 'compared', differenceFen: 0 })
  })
})
