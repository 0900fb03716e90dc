import { writeFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { askRows } from '../../../bench/ground.ts'
import { writeFigures } from '../../../bench/evidence.ts'
import { openServer } from '../../../src/storage/index.ts'
import { booksOf } from './books.ts'
import { type Asked, type Change, readJournal } from './journal.ts'
import { type Day, judge, type Turn, type Verdict } from './judge.ts'
import { WITHOUT_FIGURE } from './wordings.ts'

export interface Concluding {
  readonly folder: string
  /** Null: the times of the turns were read before, and the product need not run. */
  readonly url: string | null
  readonly shopId: string | null
}

const times = z.object({ turn_id: z.string(), received_at: z.number(), settled_at: z.number() })
const kept = z.object({ shopId: z.string(), turns: z.array(times) })
const TIMES = `select turn_id, received_at::float8, settled_at::float8 from turn where state = 'settled'`

/** The lies are tried on some of the turns: they need no more. */
const PLANTED_EVERY = 4

/** Judges the day from the journal, then once more with a lie in the judge's own books: that must be found. */
export async function conclude({ folder, url, shopId }: Concluding): Promise<number> {
  const file = join(folder, 'times.json')
  if (url !== null && shopId !== null) {
    const server = await openServer({ dataDir: url, onProgress: () => undefined })
    const turns = z.array(times).parse(await askRows(server.url, TIMES))
    await server.stop()
    writeFileSync(file, JSON.stringify({ shopId, turns }))
  }
  if (!existsSync(file)) throw new Error('there is nothing to judge')
  const known = kept.parse(JSON.parse(readFileSync(file, 'utf8')))
  const changes = readJournal(folder, 'changes')
  const turns = turnsOf(readJournal(folder, 'asked'), known.turns)
  const judged = judgeAll(turns, changes, known.shopId)
  const some = turns.filter((_, place) => place % PLANTED_EVERY === 0)
  const planted = {
    turns: some.length,
    faultsOfPricesAFenMore: faultsOf(judgeAll(some, dearer(changes), known.shopId)).length,
    faultsOfChangesAMinuteEarlier: faultsOf(judgeAll(some, earlier(changes), known.shopId)).length,
  }
  return tell({ judged, changes, planted, hours: readJournal(folder, 'hours').length })
}

interface Judged {
  readonly turn: Turn
  readonly verdict: Verdict
}

function turnsOf(asked: readonly Asked[], at: z.infer<typeof kept>['turns']): Turn[] {
  const byId = new Map(at.map((one) => [one.turn_id, one]))
  const told = new Map<string, ReadonlySet<number>>()
  const talks = new Map<string, Asked[]>()
  return asked.map((one) => {
    const before = talks.get(one.buyer) ?? []
    talks.set(one.buyer, [one, ...before])
    const toldBefore = told.get(one.conversationId) ?? new Set()
    const figures = [...JSON.stringify(one.contents).matchAll(/¥(\d+)\.(\d\d)|"amount":(\d+)/g)]
    const fen = figures.map(([, yuan, rest, amount]) => Number(amount ?? `${yuan}${rest}`))
    told.set(one.conversationId, new Set([...toldBefore, ...fen]))
    const time = byId.get(one.turnId)
    return {
      ...one,
      receivedAt: time?.received_at ?? one.sentAt,
      settledAt: time?.settled_at ?? one.gotAt,
      toldBefore,
      before,
    }
  })
}

function judgeAll(turns: readonly Turn[], changes: readonly Change[], shopId: string): Judged[] {
  const day: Day = { shopId, changes, books: booksOf(changes, shopId) }
  return turns.map((turn) => ({ turn, verdict: judge(turn, day) }))
}

const faultsOf = (judged: readonly Judged[]): Judged[] => judged.filter(({ verdict }) => verdict.faults.length > 0)

/** The first lie: every first price of the day was a fen more. */
const dearer = (changes: readonly Change[]): Change[] =>
  changes.map((change) => {
    const { plan, n } = change
    if (plan.what !== 'goods' || n > 0) return change
    const products = plan.products.map((product) => ({
      ...product,
      skus: product.skus.map((sku) => ({ ...sku, priceFen: sku.priceFen + 1 })),
    }))
    return { ...change, plan: { ...plan, products } }
  })

const MINUTE_MS = 60_000

/** The second: everything was changed a minute before it was. */
const earlier = (changes: readonly Change[]): Change[] =>
  changes.map((change) => ({ ...change, sentAt: change.sentAt - MINUTE_MS, ackAt: change.ackAt - MINUTE_MS }))

interface Telling {
  readonly judged: readonly Judged[]
  readonly changes: readonly Change[]
  readonly planted: Readonly<Record<string, number>>
  readonly hours: number
}

function tell({ judged, changes, planted, hours }: Telling): number {
  const faults = faultsOf(judged)
  const money = judged.filter(({ turn }) => !turn.isPressed && !WITHOUT_FIGURE.has(turn.kind))
  const named = new Set(judged.flatMap(({ turn, verdict }) => (verdict.figures > 0 ? [questionOf(turn)] : [])))
  const answered = money.filter(({ turn }) => named.has(questionOf(turn)))
  const figures = {
    ...{ buyers: new Set(judged.map(({ turn }) => turn.buyer)).size, hours, turns: judged.length },
    ...{ changes: changes.length, byKind: countBy(changes, ({ plan }) => plan.what) },
    figures: judged.reduce((sum, { verdict }) => sum + verdict.figures, 0),
    withoutValidRecord: faults.reduce((sum, { verdict }) => sum + verdict.faults.length, 0),
    turnsWithFault: faults.length,
    faultsByWhy: countBy(
      faults.flatMap(({ verdict }) => verdict.faults),
      ({ why }) => why,
    ),
    ...{ moneyQuestions: money.length, answeredWithFigure: answered.length, share: share(answered, money) },
    byQuestion: Object.fromEntries(
      [...new Set(money.map(({ turn }) => turn.kind))].map((kind) => {
        const own = money.filter(({ turn }) => turn.kind === kind)
        const told = own.filter(({ turn }) => named.has(questionOf(turn)))
        return [kind, share(told, own)]
      }),
    ),
    withoutFigure: countBy(
      money.filter(({ turn }) => !named.has(questionOf(turn))),
      ({ turn }) => turn.scenario ?? turn.decision,
    ),
    straddling: judged.filter(({ verdict }) => verdict.straddles).length,
    forAnotherBasket: judged.filter(({ verdict }) => verdict.isOfOtherBasket && verdict.figures > 0).length,
    ...{ planted, firstFaults: faults.slice(0, 5).map(shown) },
  }
  console.log(writeFigures('money-day', figures))
  console.log(JSON.stringify(figures, null, 2))
  const canFail = Object.values(planted).every((count) => count > 0)
  return faults.length === 0 && canFail && judged.length > 0 ? 0 : 1
}

/** What he pressed when he was asked what he means belongs to his question. */
const questionOf = ({ buyer, n }: Turn): string => `${buyer}-${n}`

const share = (some: readonly unknown[], all: readonly unknown[]): number =>
  Math.round((some.length / Math.max(1, all.length)) * 1000) / 1000

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1
  return counts
}

const shown = ({ turn, verdict }: Judged) => ({
  ...{ turnId: turn.turnId, buyer: turn.buyer, text: turn.text, scenario: turn.scenario, faults: verdict.faults },
  ...{ meant: turn.meant, said: turn.contents },
})
