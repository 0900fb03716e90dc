import { expect, test } from 'vitest'
import type { OfferRevision } from '../offer/index.ts'
import type { LiveRoom } from './live-room.ts'
import { reportShow, type ShowFigures } from './show-report.ts'

const ROOM: LiveRoom = {
  ...{ roomId: 'r1', title: 't', host: 'h', runningOrder: [], onAir: null, promises: [], state: 'ended', version: 1 },
  ...{ openedLedger: 0, closedLedger: 9, openedAt: 0, closedAt: 10 },
  ...{ shopMayChange: true, mayChangeShop: false },
}
const row = (offerId: string, seq: number, rule: Record<string, unknown>): OfferRevision => ({
  ...{ offerId, seq, recordedAt: seq, source: 'api', changedBy: 'k', reason: '' },
  rule: { entrance: 'live:r1', ...rule },
})
const PRICE = { kind: 'time-price', scope: { skus: ['a'] } }
const figures = (some: Partial<ShowFigures>): ShowFigures => ({
  ...{ told: new Map(), corrected: new Map(), uncorrected: new Map(), granted: new Map(), pieces: [] },
  ...some,
})
const sold = (skuId: string, fen: number, pieces: number) => ({ productId: 'p', skuId, fen, pieces })

test('an offer is compared with what was told, granted and sold at each of its prices; other rooms are left out', () => {
  const rows = [
    row('price', 1, { ...PRICE, priceFen: 100, limits: { stock: 5 } }),
    row('price', 2, { ...PRICE, priceFen: 90, limits: { stock: 5 } }),
    row('coupon', 3, { kind: 'shop-coupon', title: 'Ten off' }),
    row('other', 4, { kind: 'time-price', entrance: 'live:r2' }),
  ]
  const report = reportShow(
    ROOM,
    rows,
    figures({
      told: new Map([['price', 7]]),
      corrected: new Map([['price', 2]]),
      granted: new Map([['coupon', { claimed: 3, used: 2, pending: 0 }]]),
      pieces: [sold('a', 100, 2), sold('a', 90, 3), sold('a', 500, 9), sold('b', 100, 9)],
    }),
  )
  expect(report).toEqual([
    {
      ...{ offerId: 'coupon', kind: 'shop-coupon', title: 'Ten off', priceFen: null, stock: null, revisions: 1 },
      ...{ told: 0, corrected: 0, uncorrected: 0, claimed: 3, used: 2, pending: 0, sold: null, differences: [] },
    },
    {
      ...{ offerId: 'price', kind: 'time-price', title: null, priceFen: 90, stock: 5, revisions: 2 },
      ...{ told: 7, corrected: 2, uncorrected: 0, claimed: 0, used: 0, pending: 0, sold: 5, differences: [] },
    },
  ])
})

test.each([
  { name: 'sold-over-stock', some: { pieces: [sold('a', 100, 6)] } },
  { name: 'told-not-corrected', some: { uncorrected: new Map([['o', 1]]) } },
  { name: 'granted-over-stock', some: { granted: new Map([['o', { claimed: 4, used: 2, pending: 0 }]]) } },
  { name: 'grants-unsettled', some: { granted: new Map([['o', { claimed: 0, used: 0, pending: 1 }]]) } },
])('$name is a difference', ({ name, some }) => {
  const rows = [row('o', 1, { ...PRICE, priceFen: 100, limits: { stock: 5 } })]
  expect(reportShow(ROOM, rows, figures({}))[0]?.differences).toEqual([])
  expect(reportShow(ROOM, rows, figures(some))[0]?.differences).toEqual([name])
})
