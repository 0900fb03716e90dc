import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { signIn } from '../../../test/http/open-firm.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const shop = () => `/api/v1/shops/${house.ours.shopId}`
const get = (url: string, as = house.ours.key) => house.ask({ method: 'GET', url, as })

test('orders and buyers are masked wherever they are read', async () => {
  const answers = await Promise.all(
    ['orders', 'orders/ours-o1', 'buyers', 'buyers/ours-c1', 'parcels', 'refunds'].map((path) =>
      get(`${shop()}/${path}`),
    ),
  )
  for (const answer of answers) {
    expect(answer.status).toBe(200)
    for (const secret of ['13800000000', '13812345678', '13912345678', '林晓', '文三路'])
      expect(answer.text).not.toContain(secret)
  }
  expect(answers[1]?.body).toMatchObject({
    address: { name: '林*', phone: '138****0000', city: '杭州', street: '***' },
    isMasked: true,
  })
})

test('only somebody who may unmask sees the address, and it is written down', async () => {
  const url = `${shop()}/orders/ours-o1/unmasked`
  expect((await get(url)).status).toBe(403)
  expect((await get(url, house.ours.agent)).status).toBe(403)
  const { token } = await signIn(house.ask, 'supervisor@ours.example')
  const seen = await get(url, token)
  expect(seen.body).toMatchObject({ address: { phone: '13800000000' }, isMasked: false })
  const audit = await get('/api/v1/audit?act=order.unmasked', house.ours.owner)
  expect(audit.body).toMatchObject({ items: [{ target: 'ours-o1', actorId: house.ours.staffIds.supervisor }] })
})

test('orders come latest first, page by page, and by state and buyer', async () => {
  const page = z.object({ items: z.array(z.object({ orderId: z.string() })), next: z.string().nullable() })
  const first = page.parse((await get(`${shop()}/orders?limit=1`)).body)
  const second = page.parse((await get(`${shop()}/orders?limit=1&cursor=${first.next}`)).body)
  expect([first.items[0]?.orderId, second.items[0]?.orderId, second.next]).toEqual(['ours-o1', 'ours-o2', null])
  const paid = page.parse((await get(`${shop()}/orders?state=paid&customerId=ours-c1`)).body)
  expect(paid.items.length).toBe(2)
  expect(page.parse((await get(`${shop()}/orders?state=closed`)).body).items).toEqual([])
})

test('times are ISO 8601, and every copy says how fresh it is', async () => {
  const answer = await get(`${shop()}/products/ours-p1`)
  expect(answer.body).toMatchObject({ updatedAt: '2026-06-01T04:00:00.000Z', isFresh: true })
  house.clock.advance(2 * 3_600_000)
  expect((await get(`${shop()}/products/ours-p1`)).body).toMatchObject({ isFresh: false })
  const shelf = z.object({ items: z.array(z.object({ productId: z.string() })) })
  const off = shelf.parse((await get(`${shop()}/products?onShelf=false`)).body)
  expect(off.items.map((item) => item.productId)).toEqual(['ours-p2'])
})
