import { readShown, type Figure, type Shown } from '../faults/money-day/read-figures.ts'
import type { JourneyHouse } from '../journey-house.ts'
import type { Buyer, Said } from '../journey-people.ts'
import type { Asks, Turn } from './conversations.ts'
import { basketOf, createDraw, type Drawn, drawFor, wordsOf } from './draw-cart.ts'
import { type Allowed, allowedFor, type Question, totalOf, unitOf } from './expect-figures.ts'
import { ledgerRows, RULES, SOLD } from './seed.ts'

export const NAMES = [
  ...SOLD.flatMap(({ title, short }) => [title, short]),
  ...RULES.map(({ title }) => title),
  '均码',
  '羽绒服预售',
]
export const NOT_ANSWERED = 'not answered'

/** One question as it was asked, and what the robot showed. */
export interface Answered {
  readonly asks: Asks
  readonly question: Question
  readonly shown: readonly Shown[]
  readonly told: string
}

export async function playTalks(
  house: JourneyHouse,
  seed: number,
  talks: readonly (readonly Turn[])[],
): Promise<Answered[]> {
  const draw = createDraw(seed)
  const answers: Answered[] = []
  for (const [place, turns] of talks.entries())
    answers.push(
      ...(await talk(house.buyer(`money-${seed}-${talks.length}-${place + 1}`), {
        ...{ house, turns, drawn: drawFor(turns, draw) },
      })),
    )
  return answers
}

export const faultsIn = (answers: readonly Answered[]): string[] =>
  answers.flatMap(({ asks, question, shown, told }) =>
    faultsOf(shown, allowedFor(asks, question), question).map((fault) => `${fault}: ${told}`),
  )

interface Talk {
  readonly house: JourneyHouse
  readonly turns: readonly Turn[]
  readonly drawn: Drawn
}

async function talk(buyer: Buyer, { house, turns, drawn }: Talk): Promise<Answered[]> {
  const answers: Answered[] = []
  let cart: NonNullable<Turn['cart']> = 'one'
  let region: string | null = null
  const rows = ledgerRows(house.shopId)
  for (const [place, turn] of turns.entries()) {
    cart = turn.cart ?? cart
    if (turn.says.includes('{r}')) region = drawn.region
    const question = { rows, shopId: house.shopId, basket: basketOf(cart, drawn), region, at: house.clock.now() }
    const words = wordsOf(turn.says, drawn)
    const page = { productId: drawn.a.productId, skuId: drawn.a.skus[0]?.skuId ?? '' }
    const reply = await hear(buyer, await buyer.say(words, place === 0 ? { reference: page } : {}), turn.asks)
    const shown = (reply?.messages ?? []).map(({ content }) => readShown(content, { names: NAMES, at: question.at }))
    const labels = (reply?.messages ?? []).flatMap(({ content }) => (content.kind === 'menu' ? content.items : []))
    const said = [...shown.map(({ text }) => text), ...labels.map(({ label }) => label)].join(' | ')
    const told = `${buyer.id} ${turn.asks} “${words}” → ${reply?.scenario} ${reply?.decision}: ${said}`
    answers.push({ asks: turn.asks, question, shown, told })
  }
  return answers
}

/** What a buyer presses when he is asked which of several things he means. */
const PRESSED: Readonly<Record<Asks, RegExp>> = {
  ...{
    total: /一共|总价|到手|多少钱|total|cost|how much/i,
    coupon: /券|coupon/i,
    list: /券|coupon/i,
    'why-not': /用不了/,
  },
  ...{ stacking: /叠加|together|combine/i, 'top-up': /满减|凑单|threshold|discount/i, gift: /赠品|gift/i },
  ...{ deposit: /预售|尾款|定金|pre-?sale|deposit/i, later: /活动|promotion/i, fee: /运费|包邮|shipping/i },
  ...{ insurance: /运费险|insurance/i, protection: /价保|protection/i },
}

async function hear(buyer: Buyer, said: Said, asks: Asks): Promise<Said['reply']> {
  for (const { content } of said.reply?.messages ?? []) {
    if (content.kind !== 'menu') continue
    const item = content.items.find(({ label }) => PRESSED[asks].test(label))
    if (item) return (await buyer.say({ kind: 'choice', token: item.token, label: item.label })).reply
  }
  return said.reply
}

export function faultsOf(shown: readonly Shown[], allowed: Allowed, question: Question): string[] {
  const text = shown.map((one) => one.text).join('\n')
  const isAnswered =
    shown.some(({ figures }) => figures.some(({ role, value }) => role !== 'count' && allowed.must.has(value))) ||
    (allowed.orWords?.test(text) ?? false)
  const strange = shown.flatMap(({ kind, figures }) =>
    kind === 'coupon'
      ? wrongCards(figures, allowed)
      : figures.filter((_, at) => !isAllowed(figures, at, allowed)).map(({ written }) => `not known: ${written}`),
  )
  return [...(isAnswered ? [] : [NOT_ANSWERED]), ...strange, ...wrongTopUps(shown, question)]
}

/** What a card says belongs to one and the same coupon. */
function wrongCards(figures: readonly Figure[], { coupons }: Allowed): string[] {
  const [off, threshold, until] = ['off', 'threshold', 'time'].map(
    (of) => figures.find(({ role }) => role === of)?.value ?? '',
  )
  return coupons.has(`${off}/${threshold}/${until}`) ? [] : [`not known: coupon ${off}/${threshold}/${until}`]
}

function isAllowed(figures: readonly Figure[], at: number, allowed: Allowed): boolean {
  const [before, figure, after] = [figures[at - 1], figures[at], figures[at + 1]]
  if (figure === undefined) return false
  const { role, value } = figure
  if (role === 'unit' && after?.role === 'count') return allowed.lines.has(`${value}×${after.value}`)
  if (role === 'count' && before?.role === 'unit') return allowed.lines.has(`${before.value}×${value}`)
  const ofRole: Partial<Record<Figure['role'], ReadonlySet<number>>> = {
    ...{ stock: new Set([90]), total: allowed.totals, missing: allowed.missing, threshold: allowed.thresholds },
    ...{ time: allowed.times, days: allowed.days, count: allowed.gifts, unit: allowed.units },
    ...{ off: allowed.money, fee: new Set([...allowed.money, ...allowed.thresholds]) },
  }
  const every = [allowed.totals, allowed.money, allowed.missing, allowed.thresholds, allowed.units]
  return ofRole[role]?.has(value) ?? every.some((set) => set.has(value))
}

/** An article to fill up with is reckoned into the cart as well. */
function wrongTopUps(shown: readonly Shown[], question: Question): string[] {
  return shown.flatMap(({ topUps }) =>
    topUps.flatMap((said) => {
      const sku = SOLD.find(({ title }) => said.title.includes(title))?.skus[0]
      const basket = [...question.basket, { skuId: sku?.skuId ?? '', quantity: said.quantity }]
      const isRight =
        sku !== undefined &&
        totalOf({ ...question, basket }) === said.totalFen &&
        unitOf(question, sku.skuId) * said.quantity === said.goodsFen
      return isRight ? [] : [`not known: ${said.title} ${said.totalFen}`]
    }),
  )
}
