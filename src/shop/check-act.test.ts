import { expect, test } from 'vitest'
import { aCoupon, anOrder, aProduct, aRefund, DAY_MS, NOON } from '../../test/fixtures/shop-documents.ts'
import { type ActFacts, checkAct } from './check-act.ts'
import { type CommerceAction, type Precondition, precondition } from './commerce-action.ts'

const acted = { idempotencyKey: 'key-00001', customerId: 'c1', orderId: 'o1', reason: '' }
const shipped = anOrder({ state: 'received', shippedAt: NOON, receivedAt: NOON })

const cancel: CommerceAction = { kind: 'cancel-order', ...acted }
const changeSku: CommerceAction = { kind: 'change-sku', ...acted, fromSkuId: 's-m', toSkuId: 's-l' }
const refund: CommerceAction = { kind: 'refund', ...acted, amountFen: 39_900 }
const returnGoods: CommerceAction = { kind: 'return-goods', ...acted, skuId: 's-m', quantity: 1, amountFen: 39_900 }
const exchange: CommerceAction = { kind: 'exchange', ...acted, skuId: 's-m', toSkuId: 's-l', quantity: 1 }
const invoice: CommerceAction = { kind: 'invoice', ...acted, titleKind: 'personal', title: 'x', email: 'a@b.cn' }
const protection: CommerceAction = { kind: 'price-protection', ...acted, skuId: 's-m', differenceFen: 1000 }
const compensation: CommerceAction = { kind: 'compensation', ...acted, amountFen: 500 }
const grant: CommerceAction = {
  kind: 'coupon-grant',
  idempotencyKey: 'key-00002',
  customerId: 'c1',
  reason: '',
  couponId: 'k1',
}

const inStock = aProduct({ skus: aProduct().skus.map((sku) => ({ ...sku, stock: 3 })) })
const FACTS: ActFacts = {
  order: anOrder(),
  refunds: [],
  product: inStock,
  coupon: aCoupon(),
  couponsGranted: 0,
  invoicesMade: 0,
  givenFen: 0,
  limits: { returnDays: 7, priceProtectionDays: 15, compensationLimitFen: 1000, nonReturnableCategories: ['内衣'] },
  at: NOON,
}

const ALLOWED: readonly [CommerceAction, Partial<ActFacts>][] = [
  [cancel, {}],
  [cancel, { order: anOrder({ state: 'unpaid', paidAt: null }) }],
  [changeSku, {}],
  [refund, {}],
  [returnGoods, { order: shipped, at: NOON + 7 * DAY_MS }],
  [exchange, { order: shipped }],
  [exchange, { order: shipped, product: aProduct({ skus: inStock.skus.map((sku) => ({ ...sku, stock: null })) }) }],
  [invoice, { order: shipped }],
  [protection, { at: NOON + 15 * DAY_MS }],
  [compensation, { givenFen: 500 }],
  [grant, { order: null, product: null }],
]

test.each(ALLOWED)('allows $kind when every rule holds', (action, facts) => {
  expect(checkAct(action, { ...FACTS, ...facts })).toEqual({ kind: 'allowed' })
})

const REFUSED: readonly [Precondition, CommerceAction, Partial<ActFacts>][] = [
  ['order-exists', cancel, { order: null }],
  ['order-belongs-to-buyer', cancel, { order: anOrder({ customerId: 'c2' }) }],
  ['not-shipped', cancel, { order: shipped }],
  ['not-closed', cancel, { order: anOrder({ state: 'closed', closedAt: NOON }) }],
  ['no-open-refund', cancel, { refunds: [aRefund()] }],
  ['same-product', changeSku, { product: aProduct({ productId: 'p2' }) }],
  ['same-product', { ...changeSku, fromSkuId: 'elsewhere' }, {}],
  ['same-product', { ...exchange, quantity: 2 }, { order: shipped }],
  ['target-in-stock', changeSku, { product: aProduct() }],
  ['target-in-stock', exchange, { order: shipped, product: aProduct({ onShelf: false }) }],
  ['paid', refund, { order: anOrder({ state: 'unpaid', paidAt: null }) }],
  ['amount-within-paid', { ...refund, amountFen: 39_901 }, {}],
  ['amount-within-paid', refund, { givenFen: 1 }],
  ['amount-within-paid', refund, { refunds: [aRefund({ state: 'done', amount: { amount: 1, currency: 'CNY' } })] }],
  ['amount-within-paid', { ...returnGoods, quantity: 2 }, { order: shipped }],
  ['shipped', returnGoods, {}],
  ['within-return-window', returnGoods, { order: shipped, at: NOON + 7 * DAY_MS + 1 }],
  ['category-returnable', returnGoods, { order: shipped, product: aProduct({ category: '内衣/文胸' }) }],
  ['no-open-refund', exchange, { order: shipped, refunds: [aRefund({ state: 'agreed' })] }],
  ['invoice-once', invoice, { invoicesMade: 1 }],
  ['within-protection-window', protection, { at: NOON + 15 * DAY_MS + 1 }],
  ['amount-within-limit', compensation, { givenFen: 501 }],
  ['coupon-left', grant, { coupon: null }],
  ['coupon-left', grant, { coupon: aCoupon({ left: 0 }) }],
  ['coupon-left', grant, { coupon: aCoupon({ validTo: NOON }) }],
  ['once-per-buyer', grant, { couponsGranted: 1 }],
]

test.each(REFUSED)('refuses by %s', (rule, action, facts) => {
  expect(checkAct(action, { ...FACTS, ...facts })).toMatchObject({ kind: 'refused', precondition: rule })
})

test('every named rule is shown to refuse', () => {
  expect(new Set(REFUSED.map(([rule]) => rule))).toEqual(new Set(precondition.options))
})
