import { describe, expect, test } from 'vitest'
import { contextOf } from '../../test/context-fixture.ts'
import { entryOf } from '../../test/knowledge-fixture.ts'
import type { Bound, Context, Understanding } from '../dialogue/index.ts'
import { type Answer, offerFigures } from '../knowledge/index.ts'
import { compileLedger } from '../offer/index.ts'
import type { Product } from '../shop/index.ts'
import { speakEntry } from './speak-entry.ts'

const since = { seq: 1, recordedAt: '2020-01-01T00:00:00Z', validFrom: '2020-01-01T00:00:00Z', validTo: null }
const row = (id: string, terms: object) => ({ ...since, id, owner: 's', scope: {}, ...terms })
const PRICE = row('price:k1', { kind: 'sku-price', scope: { skus: ['k1'] }, priceFen: 21_900 })
const ROWS = [
  PRICE,
  row('coupon', { kind: 'shop-coupon', claimable: true, tiers: [{ minFen: 30_000, offFen: 3000 }] }),
  row('fee', { kind: 'shipping-fee', regions: ['*'], fee: { flatFen: 1000 } }),
]
const OF_ROOM = row('room', { kind: 'time-price', scope: { skus: ['k1'] }, priceFen: 16_900, entrance: 'live:r8' })
const COAT: Product = {
  ...{ productId: 'p1', title: 'coat', category: 'c1', onShelf: true, attributes: {}, url: 'u', updatedAt: 1 },
  skus: [{ skuId: 'k1', options: {}, price: { amount: 21_900, currency: 'CNY' }, stock: 3 }],
}
const SEEN: Understanding = {
  ...{ text: 'q', language: 'zh', wanted: [], entities: [], bare: null, other: [], choice: null, pending: null },
  focus: { product: null, skuId: null, order: null, productRivals: [], orderRivals: [] },
  ...{ demandState: { value: 'pre-sale', origin: 'none' }, emotion: { kind: 'neutral', confidence: 0 }, cart: null },
}
const TURN = '00000000-0000-7000-8000-000000000000'
const ABOUT_COAT: Bound = { productId: 'p1', skuId: null, orderId: null }
const ABOUT_NOTHING: Bound = { ...ABOUT_COAT, productId: null }

const PLAIN = { textsEn: [], cards: [], after: 'none' }

interface Told {
  readonly rows?: readonly unknown[]
  readonly bound?: Bound
  readonly more?: Partial<Context>
}

/** What the merchant's own answers come to; the first one is the most specific. */
function speak(texts: readonly string[], { rows = ROWS, bound = ABOUT_COAT, more = {} }: Told = {}) {
  const answers = texts.map((text, at): Answer => ({ ...PLAIN, id: `a${at}`, texts: [text] }))
  const plain = contextOf({ entries: {} })
  const context = {
    ...plain,
    catalogue: { ...plain.catalogue, isEmpty: false, product: () => COAT },
    offers: { ...plain.offers, ledger: compileLedger(rows), version: 1 },
    ...more,
  }
  const { contents, quoted, handOff } = speakEntry(entryOf('own', { answers }), bound, {
    ...{ context, seen: SEEN, turnId: TURN },
  })
  return {
    words: contents.flatMap((one) => (one.kind === 'text' ? [one.text] : [])),
    kinds: contents.map(({ kind }) => kind),
    quoted,
    handOff,
  }
}

describe('a figure written in a text is read with what it says', () => {
  test.each([
    ['原价299，现在只要199元', 'was 29900, price 19900'],
    ['满¥299减¥50，可叠加', 'threshold 29900, off 5000'],
    ['满99元包邮', 'threshold 9900'],
    ['运费10元，新疆20元', 'freight 1000, freight 2000'],
    ['满2件8.5折，会员95折', 'rate 8500, rate 9500'],
    ['券后169元', 'sum 16900'],
    ['价保15天', 'days 15'],
    ['20% off today', 'rate 8000'],
    ['安装费80元，100%棉，48小时内发货，满7天，减10斤', ''],
    ['到手{quote.total}，满{x.y}件', ''],
  ])('%s', (text, figures) => {
    expect(
      offerFigures(text)
        .map(({ says, value }) => `${says} ${value}`)
        .join(', '),
    ).toBe(figures)
  })
})

test('a price that the ledger has is said with its record', () => {
  const { words, quoted } = speak(['这款219元'])
  expect(words).toEqual(['这款219元'])
  expect(quoted).toEqual([
    { variable: 'figure.price', value: '219元', sourceId: 'price:k1', version: '1', validTo: null },
  ])
})

test('where the knowledge says another price than the ledger, the ledger wins: never both', () => {
  const { words, kinds, quoted, handOff } = speak(['这款199元'])
  expect({ words, kinds, handOff }).toEqual({ words: ['figure.price'], kinds: ['text', 'product-card'], handOff: null })
  expect(quoted).toMatchObject([{ value: '¥219.00', sourceId: 'price:k1' }])
})

test('an answer that holds comes before one that is refuted', () => {
  expect(speak(['这款199元', '价格看页面哦']).words).toEqual(['价格看页面哦'])
})

test('what a buyer pays depends on where he comes from', () => {
  const rows = [...ROWS, OF_ROOM]
  const room = { roomId: 'r8', title: 'r8', onAir: null }
  expect(speak(['这款169元'], { rows, more: { room } }).quoted).toMatchObject([{ sourceId: 'room' }])
  expect(speak(['这款169元'], { rows }).words).toEqual(['entrance.shopfigure.price'])
  expect(speak(['这款219元'], { rows, more: { room } }).words).toEqual(['entrance.roomfigure.price'])
  const both = speak(['原价219元，现在169元'], { rows, more: { room } })
  expect(both.quoted).toMatchObject([{ sourceId: 'price:k1' }, { sourceId: 'room' }])
})

test('a coupon that is over, or says another amount, is not said: a person answers', () => {
  expect(speak(['满300减30'], { bound: ABOUT_NOTHING }).quoted).toMatchObject([{ sourceId: 'coupon' }, {}])
  const refuted = { words: ['figure.unsure'], handOff: 'answer' }
  expect(speak(['满300减50'], { bound: ABOUT_NOTHING })).toMatchObject(refuted)
  expect(speak(['满300减30'], { bound: ABOUT_NOTHING, rows: [PRICE] })).toMatchObject(refuted)
})

test('freight is that of the rows, or of the settings where there are none', () => {
  expect(speak(['运费10元']).words).toEqual(['运费10元'])
  expect(speak(['运费8元'])).toMatchObject({ words: ['figure.unsure'], handOff: 'answer' })
  const shop = { ...contextOf({ entries: {} }).shop, policies: { freightFen: 800 } }
  expect(speak(['运费8元'], { rows: [PRICE], more: { shop } }).quoted).toMatchObject([
    { sourceId: 'shop:s:policy:freightFen' },
  ])
})

test('of what the ledger has no word on, the text is all there is', () => {
  expect(speak(['运费8元'], { rows: [PRICE] }).words).toEqual(['运费8元'])
  expect(speak(['安装费80元']).words).toEqual(['安装费80元'])
  expect(speak(['价保15天']).words).toEqual(['价保15天'])
  expect(speak(['这款199元'], { rows: [] }).words).toEqual(['这款199元'])
})
