import { stringify } from 'csv-stringify/sync'
import { describe, expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { createImportBackend, type ImportFile, readImport } from '../../src/backend/import/index.ts'
import { aCoupon, anOrder, aParcel, aProduct, aRefund, DAY_MS, NOON } from '../fixtures/shop-documents.ts'
import { commerceBackendContract } from './commerce-backend.contract.ts'

const csv = (name: string, rows: unknown[][]): ImportFile => ({ name, bytes: Buffer.from(stringify(rows)) })

const ORDERS = csv('订单导出.csv', [
  [
    '订单号',
    '买家ID',
    '订单状态',
    '商品ID',
    'SKUID',
    '宝贝标题',
    '规格',
    '数量',
    '单价',
    '实付金额',
    '运费',
    '收货人',
    '手机',
    '省份',
    '城市',
    '下单时间',
    '付款时间',
    '修改时间',
  ],
  [
    '2880001',
    'c1',
    '待发货',
    'p1',
    's1',
    '大衣',
    '颜色:灰;尺码:M',
    1,
    '399.00',
    '458.9',
    0,
    '林晓',
    '13800000000',
    '浙江',
    '杭州',
    '2026-06-01 12:00:00',
    '2026-06-01 12:03',
    '2026-06-01 12:03:00',
  ],
  [
    '2880001',
    'c1',
    '待发货',
    'p2',
    's3',
    '围巾',
    '颜色:驼',
    1,
    '59.9',
    '458.9',
    0,
    '林晓',
    '13800000000',
    '浙江',
    '杭州',
    '2026-06-01 12:00:00',
    '2026-06-01 12:03',
    '2026-06-01 12:03:00',
  ],
  [
    '2880002',
    'c1',
    '待付款',
    'p2',
    's3',
    '围巾',
    '颜色:驼',
    2,
    59.9,
    119.8,
    0,
    '林晓',
    '13800000000',
    '浙江',
    '杭州',
    '2026-06-02T12:00:00+08:00',
    '',
    '2026-06-02 12:00',
  ],
])

const sheetCell = (value: string | number | Date | null) =>
  value === null ? null : value instanceof Date ? { value, format: 'yyyy-mm-dd' } : { value }

async function files(): Promise<ImportFile[]> {
  const coupons: (string | number | Date | null)[][] = [
    ['优惠券ID', '优惠券名称', '面额', '门槛', '开始时间', '结束时间', '是否可领', '剩余数量'],
    ['k1', '满300减30', 30, 300, new Date('2026-06-01T00:00:00Z'), new Date('2026-06-30T00:00:00Z'), '是', 100],
    ['k2', '新客券', 9.9, null, '2026/6/1', '2026/6/30', '否', null],
  ]
  const sheet = coupons.map((row) => row.map(sheetCell))
  const json = (name: string, items: unknown[]): ImportFile => ({ name, bytes: Buffer.from(JSON.stringify(items)) })
  return [
    ORDERS,
    csv('products.csv', [
      ['product_id', 'title', 'category', 'sku_id', 'price', 'stock', 'options', 'attributes', 'updated_at'],
      ['p1', '双面呢大衣', '女装/大衣', 's1', 399, 3, '颜色:灰;尺码:M', '材质:羊毛;版型:宽松', '2026-05-01'],
      ['p1', '双面呢大衣', '女装/大衣', 's2', 399, 0, '颜色:灰;尺码:L', '材质:羊毛;版型:宽松', '2026-05-01'],
      ['p2', '羊毛围巾', '配饰', 's3', 59.9, '', '颜色:驼', '', '2026-05-02'],
    ]),
    { name: '优惠券.xlsx', bytes: await writeXlsxFile(sheet).toBuffer() },
    json('parcels.json', [
      aParcel({ orderId: '2880001' }),
      aParcel({ parcelId: 'w2', orderId: '2880002', updatedAt: NOON + DAY_MS }),
    ]),
    json('refunds.json', [aRefund(), aRefund({ refundId: 'r2', updatedAt: NOON + 1 })]),
    csv('会员.csv', [
      ['买家ID', '昵称', '会员等级', '标签', '订单数', '累计消费'],
      ['c1', '小美', '金卡', '送礼,老客', 3, '1299.5'],
      ['c2', '阿强', '', '', '', ''],
    ]),
  ]
}

const reading = await readImport(await files(), { at: NOON })
const backend = createImportBackend(reading.events)

describe('the import back end keeps the contract', () => commerceBackendContract({ backend: () => backend }))

test('a merchant export is read as it is: Chinese headers, lines of one order, times of China, words of states', async () => {
  expect(reading.problems).toEqual([])
  const read = await backend.order('2880001')
  expect(read.ok && read.value).toMatchObject({
    state: 'paid',
    total: { amount: 45_890, currency: 'CNY' },
    lines: [
      { skuId: 's1', options: { 颜色: '灰', 尺码: 'M' }, price: { amount: 39_900 } },
      { skuId: 's3', price: { amount: 5990 } },
    ],
    placedAt: Date.UTC(2026, 5, 1, 4),
    paidAt: Date.UTC(2026, 5, 1, 4, 3),
  })
  const second = await backend.order('2880002')
  expect(second.ok && second.value).toMatchObject({ state: 'unpaid', placedAt: Date.UTC(2026, 5, 2, 4), paidAt: null })
  const coat = await backend.product('p1')
  expect(coat.ok && coat.value).toMatchObject({
    attributes: { 材质: '羊毛', 版型: '宽松' },
    skus: [{ stock: 3 }, { stock: 0 }],
  })
  const coupons = await backend.coupons({})
  expect(coupons.ok && coupons.value.items).toMatchObject([
    {
      couponId: 'k1',
      off: { amount: 3000 },
      threshold: { amount: 30_000 },
      validFrom: Date.UTC(2026, 4, 31, 16),
      left: 100,
    },
    { couponId: 'k2', off: { amount: 990 }, threshold: null, validFrom: Date.UTC(2026, 4, 31, 16), claimable: false },
  ])
  const buyer = await backend.buyer('c1')
  expect(buyer.ok && buyer.value).toMatchObject({ tags: ['送礼', '老客'], spent: { amount: 129_950 }, updatedAt: NOON })
})

test('every bad row is named by file, row, column and code, and nothing of it is imported', async () => {
  const bad = csv('orders.csv', [
    ['order_id', 'customer_id', 'state', 'product_id', 'sku_id', 'quantity', 'price', 'total', 'placed_at', 'colour'],
    ['o1', 'c1', 'paid', 'p1', 's1', 1, '19.999', '20', '2026-06-01'],
    ['o2', 'c1', 'teleported', 'p1', 's1', 1, '20', '20', '2026-06-01'],
    ['o3', '', 'paid', 'p1', 's1', '1.5', '20', '20', '2026-02-31'],
    [],
    ['o4', 'c1', 'paid', 'p1', 's1', 1, '20', '20', '2026-06-01'],
    ['o5', 'c1', 'paid', 'p1', 's1', 1, '20', '40', '2026-06-01'],
    ['o5', 'c1', 'paid', 'p1', 's2', 'x', '20', '40', '2026-06-01'],
    ['o6', 'c1', 'paid', 'p1', 's1', 1, '20', '40', '2026-06-01'],
    ['o6', 'c2', 'paid', 'p1', 's2', 1, '20', '40', '2026-06-01'],
    ['o7', 'c1', 'paid', 'p1', 's1', 0, '20', '40', '2026-06-01'],
  ])
  const found = await readImport([bad], { at: NOON })
  expect(found.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
    [2, 'price', 'not-money'],
    [3, 'state', 'unknown-word'],
    [4, 'customer_id', 'required'],
    [4, 'quantity', 'not-integer'],
    [4, 'placed_at', 'not-a-time'],
    [8, 'quantity', 'not-integer'],
    [10, 'customerId', 'contradicts'],
    [11, 'lines.0.quantity', 'not-valid'],
  ])
  expect(found.events.map((event) => (event.kind === 'order' ? event.order.orderId : ''))).toEqual(['o4'])
  expect(found.ignored).toEqual(['orders.csv: colour'])
  const whole = await readImport([bad, ORDERS], { at: NOON, isAllOrNothing: true })
  expect(whole.events).toEqual([])
  expect(whole.problems).toHaveLength(8)
})

test('files that cannot be read say why', async () => {
  const report = await readImport(
    [
      csv('holiday.csv', [['x']]),
      { name: 'orders.pdf', bytes: Buffer.from('%PDF') },
      { name: 'coupons.xlsx', bytes: Buffer.from('no zip') },
      { name: 'refunds.json', bytes: Buffer.from('{"a":1}') },
      { name: 'parcels.json', bytes: Buffer.from('[{"parcelId":"w1"}]') },
      csv('buyers.csv', [['name'], ['小美']]),
      csv('products.csv', [['product_id', '商品ID', 'title', 'sku_id', 'price']]),
    ],
    { at: NOON },
  )
  expect(report.events).toEqual([])
  expect(report.problems.map(({ file, row, code }) => [file, row, code])).toEqual([
    ['holiday.csv', null, 'unknown-file'],
    ['orders.pdf', null, 'unreadable-file'],
    ['coupons.xlsx', null, 'unreadable-file'],
    ['refunds.json', null, 'unreadable-file'],
    ['parcels.json', 1, 'not-valid'],
    ['buyers.csv', 1, 'missing-column'],
    ['products.csv', 1, 'doubled-column'],
  ])
})

test('a GBK export is read, and a number that the spreadsheet rounded is refused rather than guessed', async () => {
  const head = ['买家ID', '昵称']
  // 小美 in GBK, as Chinese spreadsheets still save it.
  const gbk = Buffer.concat([Buffer.from('customer_id,name\nc1,'), Buffer.from([0xd0, 0xa1, 0xc3, 0xc0])])
  const read = await readImport([{ name: 'buyers.csv', bytes: gbk }], { at: NOON })
  expect(read.events).toMatchObject([{ buyer: { name: '小美' } }])
  const cells: { value: string | number }[][] = [
    head.map((value) => ({ value })),
    [{ value: 2880001234567890123 }, { value: '小美' }],
  ]
  const rounded = await writeXlsxFile(cells).toBuffer()
  const refused = await readImport([{ name: 'buyers.xlsx', bytes: rounded }], { at: NOON })
  expect(refused).toMatchObject({ events: [], problems: [{ row: 2, column: '买家ID', code: 'not-valid' }] })
})

test('a newer copy of the same document in another file counts', async () => {
  const events = [anOrder(), anOrder({ state: 'closed', updatedAt: NOON + 1 })].map(
    (order) => ({ kind: 'order', at: order.updatedAt, order }) as const,
  )
  const twice = createImportBackend([...events].reverse())
  const read = await twice.order('o1')
  expect(read.ok && read.value?.state).toBe('closed')
  const products = createImportBackend([
    { kind: 'product', at: NOON, product: aProduct() },
    { kind: 'coupon', at: NOON, coupon: aCoupon() },
  ])
  expect((await products.orders({})).ok).toBe(true)
})
