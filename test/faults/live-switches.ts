import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { writeFigures } from '../../bench/evidence.ts'
import { mixedOf, toldOtherwise } from './live-switches/figures.ts'
import { answered, readAnswers, readCorrections } from './live-switches/read-log.ts'
import { type Caller, createCaller, openStage, PRODUCT, ROOM, type Stage } from './live-switches/stage.ts'

/*
 * Row D: two server processes on one database, a hundred questions about a price a second, and prices of the live room and
 * of the shop that are switched meanwhile; every fiftieth switch kills -9 the process that it was sent to. Every answer must
 * name the figure that held when its turn started, and the list of who was told otherwise must be exact.
 *   node --import tsx test/faults/live-switches.ts --switches 200        stops and goes on where it was
 */
const { values } = parseArgs({
  options: {
    switches: { type: 'string', default: '200' },
    rate: { type: 'string', default: '100' },
    folder: { type: 'string', default: 'data/live-switches' },
    fresh: { type: 'boolean', default: false },
  },
})
const folder = resolve(values.folder)
const stateFile = join(folder, 'state.json')
const ENTRANCE = `live:${ROOM}`
const PAUSE_MS = 1000
const KILL_EVERY = 50
const CHECK_EVERY = 40
const CORRECTED_A_CHECK = 60

const change = z.object({
  entrance: z.string().nullable(),
  fen: z.number(),
  sentAt: z.number(),
  acknowledgedAt: z.number(),
})
const check = z.object({
  after: z.number(),
  listed: z.number(),
  expected: z.number(),
  missing: z.number(),
  extra: z.number(),
  corrected: z.number(),
  again: z.number(),
})
const state = z.object({
  switches: z.array(change),
  buyers: z.number(),
  kills: z.number(),
  runs: z.number(),
  checks: z.array(check),
})
type State = z.infer<typeof state>

interface Run {
  readonly stage: Stage
  readonly caller: Caller
  readonly now: State
}

const offers = ({ place }: Stage) => `/api/v1/shops/${place.shopId}/offers`

async function main(): Promise<number> {
  if (values.fresh) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const stage = await openStage(folder, 2)
  const caller = createCaller(stage)
  const had: State = existsSync(stateFile)
    ? state.parse(JSON.parse(readFileSync(stateFile, 'utf8')))
    : { switches: [], buyers: 0, kills: 0, runs: 0, checks: [] }
  const run: Run = { stage, caller, now: { ...had, runs: had.runs + 1 } }
  if (had.switches.length === 0) await open(run)
  while (run.now.switches.length < Number(values.switches)) await stretch(run)
  const code = await judge(run)
  await stage.stop()
  return code
}

async function open(run: Run): Promise<void> {
  const { stage, caller } = run
  const body = { id: ROOM, title: 'Evening', host: 'An', runningOrder: [PRODUCT], onAir: PRODUCT }
  await caller.insist(`POST /api/v1/shops/${stage.place.shopId}/live-rooms`, { body, key: 'room' })
  await switchNext(run)
  await switchNext(run)
}

/** Lower than what the shop's goods cost: the lowest price of a time is the one that holds. */
const ruleOf = (priceFen: number, entrance: string | null) => ({
  ...{ kind: 'time-price', priceFen, scope: { products: [PRODUCT] } },
  ...{ validFrom: '2020-01-01T00:00:00Z', validTo: null },
  ...(entrance && { entrance }),
})

/** Sends one change to one of the two; where it dies of it, the same change goes to the other. */
async function switchNext({ stage, caller, now }: Run): Promise<void> {
  const number = now.switches.length
  const entrance = number % 2 === 0 ? ENTRANCE : null
  const fen = (entrance ? 2000 : 5000) + number * 13
  const offerId = entrance ? 'room' : 'daily'
  const rule = ruleOf(fen, entrance)
  const ask = number < 2 ? `POST ${offers(stage)}` : `PUT ${offers(stage)}/${offerId}`
  const body = number < 2 ? { id: offerId, rule } : { rule }
  const sentAt = Date.now()
  const done = caller.insist(ask, { body, key: `switch-${number}` }, number % 2).then(() => Date.now())
  if (number > 2 && number % KILL_EVERY === 0) await kill(stage, now, number)
  now.switches.push({ entrance, fen, sentAt, acknowledgedAt: await done })
  writeFileSync(stateFile, JSON.stringify(now))
}

/** Somewhere between the request's arrival and its answer. */
async function kill(stage: Stage, now: State, number: number): Promise<void> {
  await sleep((number / KILL_EVERY) * 4)
  const victim = number % 2
  stage.nodes[victim]?.kill()
  now.kills += 1
  stage.nodes[victim] = await stage.start()
}

/** Some switches under load, then a pause in which the list is compared and some are corrected. */
async function stretch(run: Run): Promise<void> {
  const until = Math.min(Number(values.switches), run.now.switches.length + CHECK_EVERY)
  const load = startLoad(run)
  while (run.now.switches.length < until) {
    await sleep(PAUSE_MS)
    await switchNext(run)
  }
  await sleep(PAUSE_MS)
  await load.stop()
  await answered(run.stage.url)
  run.now.checks.push(await compare(run))
  writeFileSync(stateFile, JSON.stringify(run.now))
  console.log(JSON.stringify(run.now.checks.at(-1)))
}

const WORDS = ['多少钱', '价格多少']

/** Every buyer asks once, every fifth of them a second time some seconds later, and each time any of the two. */
function startLoad({ stage, caller, now }: Run) {
  const url = `/api/v1/channels/${stage.place.channelId}/messages`
  const under = new Set<Promise<unknown>>()
  const asking: { readonly buyer: string; readonly at: number }[] = []
  const say = (buyer: string, time: number) => {
    const isViewer = buyer.startsWith('r')
    const reference = { productId: PRODUCT, ...(isViewer && { roomId: ROOM }) }
    const content = { kind: 'text', text: WORDS[time % WORDS.length] }
    const body = { messageId: `${buyer}-${time}`, buyer: { id: buyer }, content, reference }
    const sent: Promise<unknown> = caller.insist(`POST ${url}`, { body }, (now.buyers + time) % 2)
    under.add(sent)
    void sent.catch((error: unknown) => console.error(String(error))).finally(() => under.delete(sent))
  }
  const timer = setInterval(() => {
    const due = asking[0] && asking[0].at < Date.now() ? asking.shift() : undefined
    if (due) return say(due.buyer, 1)
    now.buyers += 1
    const buyer = `${now.buyers % 2 === 0 ? 'r' : 'd'}${now.buyers}`
    if (now.buyers % 5 === 0) asking.push({ buyer, at: Date.now() + 4000 })
    say(buyer, 0)
  }, 1000 / Number(values.rate))
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(under)
    },
  }
}

const page = z.object({
  items: z.array(
    z.object({ conversationId: z.string(), key: z.string(), told: z.object({ fen: z.number().nullable() }) }),
  ),
  next: z.string().nullable(),
})
const outcome = z.object({ sent: z.number(), held: z.array(z.unknown()), hasMore: z.boolean() })

/** The list of each of the two against our own reckoning; then some are corrected, twice over. */
async function compare({ stage, caller, now }: Run): Promise<z.infer<typeof check>> {
  const answers = await readAnswers(stage.url, ENTRANCE)
  const { last } = await readCorrections(stage.url, answers)
  const expected = toldOtherwise(answers, now.switches, last)
  let [missing, extra, listed] = [0, 0, 0]
  const first: { conversationId: string; key: string }[] = []
  for (const node of [0, 1]) {
    const got = await list({ stage, caller, node })
    listed = got.length
    missing += [...expected].filter(
      ([id, fen]) => !got.some((one) => one.conversationId === id && one.told.fen === fen),
    ).length
    extra += got.filter((one) => expected.get(one.conversationId) !== one.told.fen).length
    first.push(...(node === 0 ? got.slice(0, CORRECTED_A_CHECK) : []))
  }
  const only = first.map(({ conversationId, key }) => ({ conversationId, key }))
  const ask = `POST /api/v1/shops/${stage.place.shopId}/told-otherwise/correct`
  // Both at once, and once more: each of them is to hear it once.
  const both = await Promise.all([0, 1].map((node) => caller.insist(ask, { body: { only } }, node)))
  const corrected = both.reduce<number>((sum, one) => sum + outcome.parse(one).sent, 0)
  const again = outcome.parse(await caller.insist(ask, { body: { only } })).sent
  return { after: now.switches.length, listed, expected: expected.size, missing, extra, corrected, again }
}

async function list({ stage, caller, node }: { stage: Stage; caller: Caller; node: number }) {
  const items: z.infer<typeof page>['items'] = []
  let cursor = ''
  for (;;) {
    const ask = `GET /api/v1/shops/${stage.place.shopId}/told-otherwise?limit=200${cursor}`
    const got = page.parse(await caller.insist(ask, {}, node))
    items.push(...got.items)
    if (got.next === null) return items
    cursor = `&cursor=${encodeURIComponent(got.next)}`
  }
}

async function judge({ stage, caller, now }: Run): Promise<number> {
  const answers = await readAnswers(stage.url, ENTRANCE)
  const wrong = answers.flatMap((answer) => mixedOf(answer, now.switches) ?? [])
  const { sent, doubled } = await readCorrections(stage.url, answers)
  const isExact = now.checks.every(({ missing, extra, again, corrected, listed }) => {
    return missing + extra + again === 0 && corrected === Math.min(listed, CORRECTED_A_CHECK)
  })
  const tookMs = now.switches.map(({ sentAt, acknowledgedAt }) => acknowledgedAt - sentAt).toSorted((a, b) => a - b)
  const figures = {
    ...{ switches: now.switches.length, kills: now.kills, runs: now.runs, buyers: now.buyers, answers: answers.length },
    ...{ mixed: wrong.length, firstMixed: wrong.slice(0, 5), corrections: sent, correctedTwice: doubled },
    ...{ listIsExact: isExact, checks: now.checks, repeatedRequests: caller.repeats() },
    switchMs: { p50: tookMs[Math.floor(tookMs.length / 2)], p99: tookMs[Math.floor(tookMs.length * 0.99)] },
    questionsASecond: Number(values.rate),
  }
  console.log(writeFigures('live-switches', figures))
  console.log(JSON.stringify(figures, null, 2))
  return wrong.length === 0 && isExact && doubled === 0 && answers.length > 0 ? 0 : 1
}

process.exitCode = await main()
