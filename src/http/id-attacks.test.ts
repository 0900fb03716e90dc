import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { attackIds } from '../../test/http/attack-ids.ts'
import type { House } from '../../test/http/house.ts'
import { openHouse } from '../../test/http/open-house.ts'
import { type RowWatch, watchRows } from '../../test/http/watch-rows.ts'
import { XiaoerError } from '../kernel/errors.ts'
import { groupId } from '../kernel/ids.ts'
import { defineRoute } from './define-route.ts'

let house: House
let rows: RowWatch
const leaks: string[] = []
beforeAll(async () => {
  house = await openHouse({
    extraRoutes: () => [
      defineRoute({
        method: 'GET',
        path: '/api/v1/leaky/:groupId',
        name: 'leak',
        summary: 'Tells a foreign group from an absent one',
        tag: 'Test',
        access: 'shops:read',
        params: z.strictObject({ groupId }),
        query: z.strictObject({ groupId: groupId.optional() }),
        responses: { 200: z.string() },
        handler: async ({ params }) => {
          throw new XiaoerError({ code: leaks.includes(params.groupId) ? 'forbidden' : 'not-found' })
        },
      }),
    ],
  })
  leaks.push(house.theirs.groupId)
  rows = await watchRows(house)
})
afterAll(async () => {
  await rows.close()
  await house.close()
})

const isPlanted = (name: string): boolean => name === 'leak'

test('no route tells an id of another firm, or a malformed one, from one that does not exist', async () => {
  const before = await rows.digests(house.theirs.orgId)
  const routes = house.server.routes.filter((route) => !isPlanted(route.name))
  expect(routes.filter((route) => route.path.includes(':')).length).toBeGreaterThan(20)
  expect(await attackIds(house, routes)).toEqual([])
  expect(await rows.digests(house.theirs.orgId)).toEqual(before)
})

test('the attack finds a route that leaks', async () => {
  const findings = await attackIds(
    house,
    house.server.routes.filter((route) => isPlanted(route.name)),
  )
  expect(findings).toContainEqual(expect.stringContaining('leak groupId foreign: 403'))
})
