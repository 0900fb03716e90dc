import { describe, expect, test } from 'vitest'
import { compileLedger } from './compile-ledger.ts'
import { explainQuote } from './explain.ts'
import { firstCheaper, laterPrices } from './later-prices.ts'
import type { CartLine, Question } from './quote-shape.ts'
import { quote } from './quote.ts'
import { topUps } from './top-up.ts'

const AT = Date.parse('2025-11-11T12:00:00+08:00')
const row = (id: string, kind: string, terms: object): object => ({
  id,
  kind,
  owner: 's1',
  seq: 1,
  recordedAt: '2025-10-20T10:00:00+08:00',
  validFrom: '2025-11-01T00:00:00+08:00',
  validTo: null,
  ...terms,
})
const price = (skuId: string, priceFen: number) =>
  row(`p-${skuId}`, 'sku-price', { scope: { skus: [skuId] }, priceFen })
const article = (skuId: string): Omit<CartLine, 'lineId' | 'quantity'> => ({
  skuId,
  productId: skuId,
  shopId: 's1',
  categoryIds: [],
})
const entries = [
  price('tea', 18_000),
  price('cup', 2500),
  price('tray', 900),
  row('ship', 'shipping-fee', { regions: ['*'], fee: { flatFen: 0 } }),
  row('m', 'shop-reduction', { title: '满200减30', tiers: [{ minFen: 20_000, offFen: 3000 }] }),
  row('tonight', 'time-price', {
    scope: { skus: ['tea'] },
    priceFen: 15_000,
    validFrom: '2025-11-11T20:00:00+08:00',
    validTo: '2025-11-11T22:00:00+08:00',
  }),
]
const ledger = compileLedger(entries)
const asking = (skuId: string): Question => ({
  ledger,
  cart: { lines: [{ ...article(skuId), lineId: 'l1', quantity: 1 }] },
  buyer: { region: 'z' },
  at: AT,
})

describe('a quote as facts', () => {
  test('every figure comes with the row that it is from, by the name that the shop gave it', () => {
    const question = asking('tea')
    const two = { ...question, cart: { lines: question.cart.lines.map((line) => ({ ...line, quantity: 2 })) } }
    const facts = explainQuote(quote(two), ledger)
    expect(facts).toMatchObject({
      kind: 'priced',
      totals: { payableFen: 33_000 },
      validTo: '2025-11-11T12:00:00.000Z',
      prices: [{ sourceId: 'p-tea', seq: 1, unitFen: 18_000, quantity: 2 }],
      reductions: [{ sourceId: 'm', title: '满200减30', reductionFen: 3000, afterFen: 33_000 }],
      unused: [{ sourceId: 'tonight', reason: 'not-started' }],
    })
  })

  test('without a number there is none to say', () => {
    expect(explainQuote(quote(asking('nothing')), ledger)).toMatchObject({
      kind: 'unknown',
      errors: [{ code: 'price-unknown', ref: 'nothing' }],
    })
  })
})

describe('filling a cart up', () => {
  test('tells what each article costs on top, the cheapest first', () => {
    const found = topUps(asking('tea'), 'm', ['cup', 'tray', 'tea', 'nothing'].map(article))
    expect(found.map(({ skuId, quantity, extraFen }) => ({ skuId, quantity, extraFen }))).toEqual([
      { skuId: 'cup', quantity: 1, extraFen: -500 },
      { skuId: 'tray', quantity: 3, extraFen: -300 },
    ])
  })

  test('advises nothing for an offer that lacks nothing', () => {
    expect(topUps(asking('tea'), 'tonight', [article('cup')])).toEqual([])
  })
})

describe('later', () => {
  test('names the hours in which it is cheaper, and what it costs then', () => {
    const spans = laterPrices(asking('tea'), AT + 86_400_000)
    expect(spans.map(({ from, to }) => [from.slice(11, 16), to?.slice(11, 16) ?? null])).toEqual([
      ['04:00', '12:00'],
      ['12:00', '14:00'],
      ['14:00', null],
    ])
    expect(firstCheaper(spans)).toMatchObject({ from: '2025-11-11T12:00:00.000Z', quote: { payableFen: 15_000 } })
  })

  test('says of none that it is cheaper where nothing is known', () => {
    expect(firstCheaper(laterPrices(asking('cup'), AT + 86_400_000))).toBeNull()
  })
})
