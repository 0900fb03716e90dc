import { compileLedger, quote, type Question } from '../src/offer/index.ts'
import { writeFigures } from './evidence.ts'
import { contradictory, contradictoryClaims, everyday, manyCoupons, type Scenario } from './offers/carts.ts'

// Row B of issue 5: quotes a second of CPU time on one core. `tsx bench/quote.ts [--write]`

const AT = Date.parse('2025-11-11T12:00:00+08:00')
const GOAL = 20_000
const ENOUGH_MS = 3000

const questionOf = ({ entries, cart, buyer }: Scenario): Question => ({
  ledger: compileLedger(entries),
  cart,
  buyer,
  at: AT,
})
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * Every quote is of another instant, so that no answer can be remembered; what a version of the ledger knows of its articles
 * is, as in a shop where the same goods are asked for again and again.
 */
function measure(scenario: Scenario, enoughMs: number) {
  const question = questionOf(scenario)
  const answer = quote(question)
  let count = 0
  let longestMs = 0
  const warmUntil = cpuMs() + enoughMs / 3
  while (cpuMs() < warmUntil) quote({ ...question, at: AT + count++ })
  count = 0
  const from = cpuMs()
  while (cpuMs() - from < enoughMs) {
    const before = cpuMs()
    quote({ ...question, at: AT + count })
    longestMs = Math.max(longestMs, cpuMs() - before)
    count++
    const isShort = cpuMs() - from < count
    for (let i = 0; i < 19 && isShort; i++, count++) quote({ ...question, at: AT + count })
  }
  const spentMs = cpuMs() - from
  return {
    scenario: scenario.name,
    answer: answer.status === 'quoted' ? { payableFen: answer.payableFen, chosen: answer.chosen } : answer.errors,
    quotes: count,
    perSecond: Math.round((count / spentMs) * 1000),
    meanUs: Math.round((spentMs / count) * 1000),
    longestMs: Number(longestMs.toFixed(1)),
  }
}

const figures = [
  measure(everyday(), ENOUGH_MS),
  measure(manyCoupons(5), 1000),
  measure(manyCoupons(100), 1000),
  measure(contradictory(), 1000),
  measure(contradictoryClaims(), 1000),
]
for (const figure of figures) console.log(JSON.stringify(figure))
const first = figures[0]?.perSecond ?? 0
console.log(`${first} quotes a second of CPU time; wanted ${GOAL}`)
if (process.argv.includes('--write')) {
  console.log(writeFigures('quote', { goalPerSecond: GOAL, clock: 'CPU time of one process', figures }))
}
process.exitCode = first >= GOAL ? 0 : 1
