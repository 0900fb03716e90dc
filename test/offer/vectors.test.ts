import { describe, expect, test } from 'vitest'
import { answerCase, quoteCase } from '../../src/offer/answer-case.ts'
import { readVectors } from './read-vectors.ts'

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('the offer vectors', () => {
  const files = readVectors()

  test('are all there', () => {
    const counts = [...files].map(([name, cases]) => `${name} ${cases.length}`)
    expect(counts).toEqual([
      '01-prices.jsonl 72',
      '02-shop-offers.jsonl 96',
      '03-platform-offers.jsonl 39',
      '04-presale.jsonl 24',
      '05-shipping.jsonl 39',
      '06-choice.jsonl 30',
      '07-after-sale.jsonl 30',
      '08-errors.jsonl 45',
      '09-mixed.jsonl 25',
      'worked.jsonl 18',
    ])
  })

  for (const [name, cases] of files) {
    describe(name, () => {
      test.each(cases.map((it) => [it.id, it] as const))('%s', (_id, it) => {
        expect(plain(answerCase(quoteCase.parse(it)))).toEqual(it.expect)
      })
    })
  }
})
