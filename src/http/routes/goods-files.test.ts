import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { aProduct } from '../../../test/fixtures/shop-documents.ts'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

/** What a row must have, under the names of both templates. */
const FILLED: Readonly<Record<string, string>> = {
  ...{ product_id: 'p1', title: 'Cup', sku_id: 's1', price: '9.90' },
  ...{ 商品ID: 'p1', 商品标题: '杯子', SKU编号: 's1', 价格: '9.90' },
}

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const at = (rest: string) => `/api/v1/shops/${house.ours.shopId}/${rest}`
const send = (rest: string, type: string, raw: string | Buffer) =>
  house.ask({ method: 'POST', url: at(rest), as: house.ours.owner, raw, headers: { 'content-type': type } })
const productIds = async () => {
  const { text } = await house.ask({ method: 'GET', url: at('products?limit=100'), as: house.ours.owner })
  return [...text.matchAll(/"productId":"([^"]+)"/g)].map((match) => match[1])
}
const coupons = (...rows: string[][]) =>
  stringify([['优惠券ID', '名称', '面额', '门槛', '开始时间', '结束时间'], ...rows])

test('a file is looked at, then imported whole, and is there at once', async () => {
  const raw = JSON.stringify([{ ...aProduct(), productId: 'by-hand' }])
  const before = await productIds()
  const looked = await send('import-previews', 'application/json', raw)
  expect(looked).toMatchObject({ status: 200, body: { read: { product: 1 }, problems: [], problemCount: 0 } })
  expect(await productIds()).toEqual(before)
  const done = await send('imports', 'application/json', raw)
  expect(done).toMatchObject({ status: 201, body: { read: { product: 1 }, changed: 1 } })
  expect(await productIds()).toContain('by-hand')
})

test('one bad row, told by its number and column, and nothing of the file is imported', async () => {
  const raw = JSON.stringify([
    { ...aProduct(), productId: 'half' },
    { ...aProduct(), productId: 7 },
  ])
  const looked = await send('import-previews', 'application/json', raw)
  expect(looked).toMatchObject({ status: 200, body: { read: { product: 1 }, problems: [{ row: 2 }] } })
  const refused = await send('imports', 'application/json', raw)
  expect(refused).toMatchObject({ status: 422, body: { error: { code: 'unprocessable', field: 'file' } } })
  expect(refused.text).toContain('row 2, productId')
  expect(await productIds()).not.toContain('half')
  const csv = await send('import-previews?kind=coupons', 'text/csv', coupons(['k9', '满减', 'ten', '0', 'now', 'then']))
  expect(csv.status).toBe(200)
  expect(csv.text).toMatch(/"row":2,/)
})

test('what is no file of its kind is refused in our own words', async () => {
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  for (const [type, raw] of [
    ['application/json', '{"a":'],
    ['text/csv', ''],
    ['application/json', '[]'],
    ['application/json', '[[[[]]]]'],
    [xlsx, 'no workbook'],
    [xlsx, Buffer.from('504b0506', 'hex')],
  ] as const) {
    for (const rest of ['imports', 'import-previews'])
      expect([type, (await send(rest, type, raw)).status]).toEqual([type, 422])
  }
  expect((await send('imports?kind=people', 'text/csv', 'a')).status).toBe(400)
})

test('the template has the columns that an import knows, in both formats and languages', async () => {
  for (const language of ['zh', 'en']) {
    const url = at(`import-template?format=csv&language=${language}`)
    const template = await house.ask({ method: 'GET', url, as: house.ours.owner })
    expect(template.status).toBe(200)
    const [columns = []] = z.array(z.array(z.string())).parse(parse(template.text, { bom: true }))
    const row = columns.map((name) => FILLED[name] ?? '')
    const looked = await send('import-previews', 'text/csv', stringify([columns, row]))
    expect(looked).toMatchObject({ status: 200, body: { read: { product: 1 }, problems: [], ignored: [] } })
  }
  const xlsx = await house.ask({ method: 'GET', url: at('import-template?format=xlsx'), as: house.ours.owner })
  expect([xlsx.status, xlsx.text.slice(0, 2)]).toEqual([200, 'PK'])
  const stranger = await house.ask({ method: 'GET', url: at('import-template'), as: house.theirs.owner })
  expect(stranger.status).toBe(404)
})
