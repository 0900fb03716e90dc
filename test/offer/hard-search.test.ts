import { describe, expect, test } from 'vitest'
import { contradictory, manyCoupons, type Scenario } from '../../bench/offers/carts.ts'
import { compileLedger, quote } from '../../src/offer/index.ts'

const AT = Date.parse('2025-11-11T12:00:00+08:00')
const ask = ({ entries, cart, buyer }: Scenario) => quote({ ledger: compileLedger(entries), cart, buyer, at: AT })

describe('a search for the best offers', () => {
  test('is sure of sixty coupons that exclude each other', () => {
    expect(ask(manyCoupons(100))).toMatchObject({ status: 'quoted', chosen: ['c60', 'x'] })
  })

  test('refuses when its budget is spent: no figure that might not be the best', () => {
    const { errors } = { errors: undefined, ...ask(contradictory()) }
    expect(errors).toEqual([{ code: 'too-many-offers', ref: null }])
  })
})
