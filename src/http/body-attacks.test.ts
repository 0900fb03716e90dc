import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { attackBodies } from '../../test/http/attack-bodies.ts'
import type { House } from '../../test/http/house.ts'
import { openHouse } from '../../test/http/open-house.ts'
import { SAMPLES } from '../../test/http/samples.ts'
import { type RowWatch, watchRows } from '../../test/http/watch-rows.ts'
import { createGroup } from '../shop/index.ts'
import { defineRoute } from './define-route.ts'

let house: House
let rows: RowWatch
beforeAll(async () => {
  house = await openHouse({
    signInTries: 1_000_000,
    extraRoutes: () => [
      defineRoute({
        method: 'POST',
        path: '/api/v1/careless',
        name: 'beCareless',
        summary: 'Takes anything, and stores before it looks',
        tag: 'Test',
        access: 'shops:write',
        body: z.looseObject({ name: z.string().optional() }),
        responses: { 201: z.strictObject({}) },
        handler: ({ orgId, at, body, commit }) =>
          commit(async (tx) => {
            await createGroup(tx, { orgId, name: 'careless', at })
            if ('surprise' in body) throw new Error('what is this')
            return { status: 201, body: {} }
          }),
      }),
    ],
  })
  rows = await watchRows(house)
})
afterAll(async () => {
  await rows.close()
  await house.close()
})

const isPlanted = (name: string): boolean => name === 'beCareless'

test('every bad request is refused in our own words, and nothing of it is stored', async () => {
  const routes = house.server.routes.filter((route) => !isPlanted(route.name) && !route.vital)
  expect(routes.filter((route) => route.method !== 'GET').length).toBeGreaterThan(14)
  expect(await attackBodies(house, routes, rows)).toEqual([])
}, 180_000)

test('the attack finds a route that stores what it should refuse, and one that fails', async () => {
  Object.assign(SAMPLES, { beCareless: () => ({ body: { name: 'x' } }) })
  const planted = house.server.routes.filter((route) => isPlanted(route.name))
  const findings = await attackBodies(house, planted, rows)
  expect(findings).toContainEqual(expect.stringContaining('an unknown field: 500'))
  expect(findings).toContainEqual(expect.stringContaining('stored in shop_group'))
})
