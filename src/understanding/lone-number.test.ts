import { expect, test } from 'vitest'
import { contextOf } from '../../test/context-fixture.ts'
import { loneNumber } from './lone-number.ts'

const context = contextOf({ entries: { 'general.act.gives-order': 'act', 'general.act.gives-phone': 'act' } })

test.each([
  ['348812097765', 'general.act.gives-order'],
  ['sf1093827716625', 'general.act.gives-order'],
  ['https item example com 5305078 html', 'general.act.gives-order'],
  ['13812345678', 'general.act.gives-phone'],
])('%s by itself names a thing', (plain, entryId) => {
  expect(loneNumber(plain, context)?.entryId).toBe(entryId)
})

test('words beside it, short numbers and shops without these scenarios are read as ever', () => {
  for (const plain of ['订单 348812097765 到哪了', '170', 'i want to return my order 348812097765 please now thanks'])
    expect([plain, loneNumber(plain, context)]).toEqual([plain, null])
  expect(loneNumber('348812097765', contextOf({ entries: {} }))).toBeNull()
})
