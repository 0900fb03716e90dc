import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createDraw } from '../browser/draw.ts'
import { type Books, booksAfter, booksOf, EMPTY } from './money-day/books.ts'
import { type Asked, type Change, note, type Plan, readJournal } from './money-day/journal.ts'
import { conclude } from './money-day/conclude.ts'
import { finishChange, makeChange, type Making } from './money-day/make-change.ts'
import { orderOf } from './money-day/order-of.ts'
import { morning, nextChange } from './money-day/plan-changes.ts'
import { openStage, type Stage } from './money-day/stage.ts'
import { type Step, type Talk, talkOf } from './money-day/talks.ts'
import { PRESSED } from './money-day/wordings.ts'
import { buyerDocument } from './money-day/world.ts'

/*
 * Row G: buyers talk about money for a simulated day while prices, coupons, freight, live rooms, stock and the emergency stop
 * change. Every figure that they are told must be named by a record that held at that turn, by the judge's own log.
 *   node --import tsx test/faults/money-day.ts --buyers 1000 --fresh      without --fresh it goes on where it was
 */
const { values } = parseArgs({
  options: {
    buyers: { type: 'string', default: '1000' },
    /** Talks at a time. */
    width: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', default: 'data/money-day' },
    fresh: { type: 'boolean', default: false },
    /** Only judges what the journal holds. */
    judge: { type: 'boolean', default: false },
  },
})
const folder = resolve(values.folder)
const BUYERS = Number(values.buyers)
const HOURS = 24
const HOUR_MS = 3_600_000
/** An hour is reached so long before it strikes: what ends or begins on it does so while buyers talk. */
const EARLY_MS = 5000
const SHORTEST_HOUR_MS = 9000
const CHANGE_EVERY_MS = 1200
const CUSTOMERS_A_CALL = 400

interface Run extends Making {
  readonly changes: Change[]
  readonly books: Books[]
  readonly talks: readonly Talk[]
  readonly asked: Map<string, Asked>
  /** The end of the last change: they come one after the other. */
  queue: Promise<unknown>
}

async function main(): Promise<number> {
  if (values.judge) return conclude({ folder, url: null, shopId: null })
  mkdirSync(folder, { recursive: true })
  // What was learnt of the packs is no part of a day.
  const old = values.fresh ? readdirSync(folder).filter((name) => name !== 'models') : []
  for (const name of old) rmSync(join(folder, name), { recursive: true, force: true })
  const stage = await openStage(folder)
  try {
    const run = await openRun(stage)
    if (run.changes.length === 0) for (const plan of morning(stage.now())) await change(run, () => plan)
    for (let hour = readJournal(folder, 'hours').length; hour < HOURS; hour += 1) await liveHour(run, hour)
    return await conclude({ folder, url: folder, shopId: stage.shopId })
  } finally {
    await stage.stop()
  }
}

async function openRun(stage: Stage): Promise<Run> {
  const draw = createDraw(values.seed)
  const talks = Array.from({ length: BUYERS }, (_, at) => talkOf({ number: at + 1, buyers: BUYERS, draw }))
  const changes = readJournal(folder, 'changes')
  const known = new Set(changes.flatMap(({ plan }) => (plan.what === 'offer' ? [plan.id] : [])))
  const asked = new Map(
    readJournal(folder, 'asked').map((one) => [`${one.buyer}-${one.n}${one.isPressed ? '-press' : ''}`, one]),
  )
  const making = { stage, folder, known }
  const broken = readJournal(folder, 'sent').at(changes.length)
  if (broken) changes.push(await finishChange(broken, making))
  if (asked.size === 0) await bringCustomers(stage, talks)
  return { ...making, changes, books: booksOf(changes, stage.shopId), talks, asked, queue: Promise.resolve() }
}

async function bringCustomers(stage: Stage, talks: readonly Talk[]): Promise<void> {
  const ids = talks.flatMap(({ customerId }) => customerId ?? [])
  for (let from = 0; from < ids.length; from += CUSTOMERS_A_CALL) {
    const some = ids.slice(from, from + CUSTOMERS_A_CALL).map((id) => buyerDocument(id, Math.floor(stage.now())))
    await stage.call(`POST /api/v1/shops/${stage.shopId}/imports?kind=buyers`, some, `buyers-${from}`)
  }
}

/** One change at a time; what it is is thought of when it is its turn. */
function change(run: Run, think: (books: Books) => Plan | null): Promise<void> {
  const done = run.queue.then(async () => {
    const before = run.books.at(-1) ?? EMPTY
    const plan = think(before)
    if (!plan) return
    const made = await makeChange(run.changes.length, plan, run)
    run.changes.push(made)
    run.books.push(booksAfter(before, made, run.stage.shopId))
  })
  // Whoever waits for it is told; the queue itself is nobody's.
  run.queue = done.catch(() => undefined)
  return done
}

async function liveHour(run: Run, hour: number): Promise<void> {
  const { stage } = run
  await stage.skipTo(Math.ceil((stage.now() + EARLY_MS) / HOUR_MS) * HOUR_MS - EARLY_MS)
  const begun = { hour, now: stage.now() }
  const customers = run.talks.flatMap(({ customerId }) => customerId ?? []).slice(0, 40)
  const draw = createDraw(`${values.seed}-${hour}-${run.changes.length}`)
  let isOver = false
  const changing = (async () => {
    while (!isOver) {
      await change(run, (books) => nextChange({ books, at: stage.now(), draw, n: run.changes.length, customers }))
      await sleep(CHANGE_EVERY_MS)
    }
  })()
  await Promise.race([talkAll(run, hour), changing.then(() => new Promise<never>(() => undefined))])
  const isShort = SHORTEST_HOUR_MS - (stage.now() - begun.now)
  if (isShort > 0) await sleep(isShort)
  isOver = true
  await changing
  if (run.books.at(-1)?.isStopped) await change(run, () => ({ what: 'release' }))
  note(folder, 'hours', { ...begun, offsetMs: 0 })
  console.log(
    `hour ${hour + 1}: ${run.asked.size} questions, ${run.changes.length} changes, ${new Date(begun.now).toISOString()}`,
  )
}

/** Those who come in this hour, and those who come back; so many at a time. */
async function talkAll(run: Run, hour: number): Promise<void> {
  const due = run.talks.filter(({ steps }) => steps.some((step) => step.hour === hour))
  const spread = SHORTEST_HOUR_MS / Math.max(1, due.length / Number(values.width))
  const next = due[Symbol.iterator]()
  const talker = async () => {
    for (const talk of next) {
      const startedAt = Date.now()
      await talkOn(run, talk, hour)
      await sleep(Math.max(0, Math.min(2000, spread - (Date.now() - startedAt))))
    }
  }
  await Promise.all(Array.from({ length: Number(values.width) }, talker))
}

async function talkOn(run: Run, talk: Talk, hour: number): Promise<void> {
  for (const [n, step] of talk.steps.entries()) {
    if (step.hour !== hour || run.asked.has(`${talk.buyer}-${n}`)) continue
    const { customerId, hasOrder, steps } = talk
    if (n === 0 && hasOrder && customerId !== null) await change(run, () => orderOf({ customerId, sku: steps[0] }, run))
    const asked = await ask(run, { talk, step, n, press: null })
    const press = pressOf(asked, PRESSED[step.kind])
    if (press) await ask(run, { talk, step, n, press })
  }
}

interface Press {
  readonly token: string
  readonly label: string
}
const menu = z.object({ items: z.array(z.object({ token: z.string(), label: z.string() })) })

/** The item of a menu that says what he means. */
function pressOf({ contents }: Asked, words: RegExp): Press | null {
  const items = contents.flatMap((content) => menu.safeParse(content).data?.items ?? [])
  return items.find(({ label }) => words.test(label)) ?? null
}

const reply = z.object({
  turnId: z.string(),
  decision: z.string(),
  scenario: z.string().nullable(),
  messages: z.array(z.object({ content: z.unknown() })),
})
const answer = z.object({ acks: z.array(z.object({ conversationId: z.string() })), reply: reply.optional() })
const TRIES = 5

interface Asking {
  readonly talk: Talk
  readonly step: Step
  readonly n: number
  /** Instead of words. */
  readonly press: Press | null
}

/** One question, waited for; the buyer's own view of what he means goes with it into the journal. */
async function ask(run: Run, { talk, step, n, press }: Asking): Promise<Asked> {
  const { stage } = run
  const before = [...run.asked.values()].findLast(({ buyer }) => buyer === talk.buyer)
  const [on] = run.books.at(-1)?.rooms ?? []
  const roomId = (talk.isViewer ? on : undefined) ?? before?.meant.roomId ?? null
  const reference = { productId: step.productId, skuId: step.skuId, ...(roomId !== null && { roomId }) }
  const { buyer, customerId } = talk
  const id = press ? `${buyer}-${n}-press` : `${buyer}-${n}`
  const content = press ? { kind: 'choice', ...press } : { kind: 'text', text: step.text }
  const who = { id: buyer, ...(customerId !== null && { customerId }) }
  const body = { messageId: id, buyer: who, content, reference }
  const sentAt = stage.now()
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const got = answer.parse(await stage.call(`POST /api/v1/channels/${stage.channelId}/messages?wait=20`, body))
    if (!got.reply) continue
    const { turnId, decision, scenario, messages } = got.reply
    const said = { turnId, decision, scenario, contents: messages.map(({ content }) => content) }
    const asked: Asked = {
      ...{ buyer, n, hour: step.hour, kind: step.kind, productId: step.productId, skuId: step.skuId },
      ...{ isPressed: press !== null, text: press?.label ?? step.text },
      meant: { ...step.meant, roomId, customerId },
      ...{ sentAt, gotAt: stage.now(), conversationId: got.acks[0]?.conversationId ?? '', ...said },
    }
    run.asked.set(id, asked)
    note(folder, 'asked', asked)
    return asked
  }
  throw new Error(`${buyer} got no answer to ${step.text}`)
}

process.exitCode = await main()
