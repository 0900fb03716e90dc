import { describe, expect, test } from 'vitest'
import { answerCase, quoteCase } from '../../src/offer/answer-case.ts'
import { reckonPlainly } from './independent-calculation.ts'
import { randomCase } from './random-case.ts'

const CASES = 2000

/** The parts of a quote that the independent calculation reckons too. */
function quoted(seed: number) {
  const answer = answerCase(quoteCase.parse({ id: `seed-${seed}`, ...randomCase(seed) }))
  if (answer.status !== 'quoted') return answer
  return {
    lines: answer.lines.map(({ lineId, goodsFen, payableFen }) => ({ lineId, goodsFen, payableFen })),
    chosen: answer.chosen,
    goodsFen: answer.goodsFen,
    goodsPayableFen: answer.goodsPayableFen,
    shippingFen: answer.shippingFen,
    insuranceFen: answer.insuranceFen,
    payableFen: answer.payableFen,
    pointsUsed: answer.pointsUsed,
    gifts: answer.gifts,
  }
}

describe('a quote and the independent calculation', () => {
  test(`agree on ${CASES} seeded carts and ledgers`, () => {
    const used = new Map<string, number>()
    for (let seed = 1; seed <= CASES; seed++) {
      const plain = reckonPlainly(randomCase(seed))
      expect(quoted(seed), `seed ${seed}`).toEqual(plain)
      const size = `${plain.chosen.length} chosen`
      used.set(size, (used.get(size) ?? 0) + 1)
    }
    // Agreement on carts that no offer fits would say nothing.
    expect(CASES - (used.get('0 chosen') ?? 0)).toBeGreaterThan(CASES / 2)
    expect(used.get('3 chosen') ?? 0).toBeGreaterThan(50)
  })

  test('differ when a price is one fen off', () => {
    const wrong = randomCase(1)
    const [first, ...others] = wrong.ledger.entries
    if (first?.priceFen === undefined) throw new Error('the first row is a price')
    const ledger = { ...wrong.ledger, entries: [{ ...first, priceFen: first.priceFen + 1 }, ...others] }
    expect(quoted(1)).not.toEqual(reckonPlainly({ ...wrong, ledger }))
  })
})
