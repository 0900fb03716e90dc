import { expect, test } from 'vitest'
import { z } from 'zod'
import { type OfferVector, readVectors } from '../offer/read-vectors.ts'
import { type MoneyCase, reckon } from './reckon.ts'

/** Kinds that a plain calculation of ordinary checkouts covers; the other files are pre-sale, refusals and what comes after. */
const FILES = ['01-prices', '02-shop-offers', '03-platform-offers', '05-shipping']
const FIGURES = ['goodsFen', 'goodsPayableFen', 'shippingFen', 'insuranceFen', 'payableFen', 'pointsUsed', 'chosen']

const isCase = (one: unknown): one is MoneyCase =>
  z.looseObject({ ledger: z.unknown(), at: z.string() }).safeParse(one).success
const figures = (answer: Readonly<Record<string, unknown>>) => FIGURES.map((field) => [field, answer[field]])
const told = (one: OfferVector) => {
  if (!isCase(one)) throw new Error(`${one.id} is no case`)
  return figures({ ...reckon(one) })
}

test('the plain calculation names the figures of the vectors of ordinary checkouts', () => {
  let counted = 0
  for (const name of FILES)
    for (const one of readVectors().get(`${name}.jsonl`) ?? []) {
      if (one.expect.status !== 'quoted') continue
      counted += 1
      expect(told(one), one.id).toEqual(figures(one.expect))
    }
  expect(counted).toBeGreaterThan(230)
})
