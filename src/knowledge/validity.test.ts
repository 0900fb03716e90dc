import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { merchant, T0 } from '../../test/knowledge-fixture.ts'
import type { Tx } from '../storage/index.ts'
import { endOf, isValid, type ValidityRule, validityRule } from './validity.ts'
import { changeValidity, createValidity, findValidity, listValidities } from './validity.store.ts'

// 2026-03-06 is a Friday; the shop is at UTC+8.
const local = (text: string) => Date.parse(`${text}:00+08:00`)

describe('named periods', () => {
  const cases: [ValidityRule, string, boolean][] = [
    [{}, '2026-03-06T00:00', true],
    [{ weekdays: [5] }, '2026-03-06T00:00', true],
    [{ weekdays: [5] }, '2026-03-06T23:59', true],
    [{ weekdays: [5] }, '2026-03-07T00:00', false],
    [{ hours: [{ from: '09:00', to: '18:00' }] }, '2026-03-06T09:00', true],
    [{ hours: [{ from: '09:00', to: '18:00' }] }, '2026-03-06T18:00', false],
    [
      {
        hours: [
          { from: '09:00', to: '12:00' },
          { from: '13:00', to: '18:00' },
        ],
      },
      '2026-03-06T12:30',
      false,
    ],
    [{ hours: [{ from: '00:00', to: '00:00' }] }, '2026-03-06T12:30', true],
    [{ weekdays: [5], hours: [{ from: '22:00', to: '02:00' }] }, '2026-03-06T22:00', true],
    [{ weekdays: [5], hours: [{ from: '22:00', to: '02:00' }] }, '2026-03-07T01:59', true],
    [{ weekdays: [5], hours: [{ from: '22:00', to: '02:00' }] }, '2026-03-06T01:59', false],
    [{ weekdays: [5], hours: [{ from: '22:00', to: '02:00' }] }, '2026-03-07T22:00', false],
    [{ ranges: [{ from: local('2026-03-06T10:00'), to: local('2026-03-06T11:00') }] }, '2026-03-06T10:00', true],
    [{ ranges: [{ from: local('2026-03-06T10:00'), to: local('2026-03-06T11:00') }] }, '2026-03-06T11:00', false],
    [{ ranges: [{ from: local('2026-03-06T10:00'), to: null }], weekdays: [6] }, '2026-03-06T12:00', false],
  ]
  test.each(cases)('%j at %s is %s', (rule, at, expected) => {
    expect(isValid(validityRule.parse(rule), local(at), 480)).toBe(expected)
  })
  test('a rule knows when it ends', () => {
    expect(endOf({})).toBeNull()
    expect(
      endOf({
        ranges: [
          { from: null, to: 5 },
          { from: 7, to: 9 },
        ],
      }),
    ).toBe(9)
    expect(
      endOf({
        ranges: [
          { from: null, to: 5 },
          { from: 7, to: null },
        ],
      }),
    ).toBeNull()
  })
})

describe('stored periods', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.close())

  test('are listed for the organisation and the shop, and change', async () => {
    const { orgId, shopId, otherShopId } = await merchant(fresh.database)
    const within = <Value>(work: (tx: Tx) => Promise<Value>) => fresh.database.within([orgId], work)
    await within((tx) => createValidity(tx, { orgId, shopId: null, name: '周末', rule: { weekdays: [0, 6] }, at: T0 }))
    const own = await within((tx) => createValidity(tx, { orgId, shopId, name: '夜里', rule: {}, at: T0 + 1 }))
    const place = { orgId, validityId: own.validityId }
    await within((tx) => changeValidity(tx, place, { name: '深夜', rule: { hours: [{ from: '22:00', to: '06:00' }] } }))
    expect((await within((tx) => listValidities(tx, { orgId, shopId }))).map((one) => one.name)).toEqual([
      '周末',
      '深夜',
    ])
    expect((await within((tx) => listValidities(tx, { orgId, shopId: otherShopId }))).map((one) => one.name)).toEqual([
      '周末',
    ])
    expect((await within((tx) => findValidity(tx, place))).rule.hours?.length).toBe(1)
    const stranger = await merchant(fresh.database)
    await expect(
      fresh.database.within([stranger.orgId], (tx) =>
        changeValidity(tx, { ...place, orgId: stranger.orgId }, { name: 'x', rule: {} }),
      ),
    ).rejects.toThrow('no such')
  })
})
