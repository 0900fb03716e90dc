import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { writeFigures } from '../../bench/evidence.ts'
import { askRows } from '../../bench/ground.ts'
import { createFeed } from '../../bench/live/comment-source.ts'
import { type Caller, createCaller, openStage, PRODUCT, ROOM, type Stage } from './live-switches/stage.ts'

/*
 * Row H: two hundred comments a second in one room, while buyers ask in private. Quiet and stormy minutes take turns, so that
 * both are measured on the same machine in the same minutes. Nothing may grow without bound, and the private chats' p99 must
 * stay within twice the quiet one.
 *   node --import tsx test/faults/comment-storm.ts --minutes 5        stops and goes on where it was
 */
const { values } = parseArgs({
  options: {
    /** Of storm; as many quiet ones stand between. */
    minutes: { type: 'string', default: '5' },
    rate: { type: 'string', default: '200' },
    asked: { type: 'string', default: '10' },
    spell: { type: 'string', default: '30' },
    folder: { type: 'string', default: 'data/comment-storm' },
    fresh: { type: 'boolean', default: false },
  },
})
const folder = resolve(values.folder)
const stateFile = join(folder, 'state.json')
const SPELL_MS = Number(values.spell) * 1000
const WORDS = ['多少钱', '包邮吗', '有货吗', '几天发货', '什么材质的']

const look = z.object({ rssMb: z.number(), mb: z.number(), questions: z.number(), due: z.number(), outbox: z.number() })
const state = z.object({
  spells: z.number(),
  runs: z.number(),
  buyers: z.number(),
  sent: z.number(),
  quietMs: z.array(z.number()),
  stormMs: z.array(z.number()),
  failures: z.number(),
  looks: z.array(look),
})
type State = z.infer<typeof state>

interface Run {
  readonly stage: Stage
  readonly caller: Caller
  readonly now: State
  readonly feed: ReturnType<typeof createFeed>
}

async function main(): Promise<number> {
  if (values.fresh) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const stage = await openStage(folder, 1)
  const caller = createCaller(stage)
  const had: State = existsSync(stateFile)
    ? state.parse(JSON.parse(readFileSync(stateFile, 'utf8')))
    : { ...{ spells: 0, runs: 0, buyers: 0, sent: 0, failures: 0 }, quietMs: [], stormMs: [], looks: [] }
  const now = { ...had, runs: had.runs + 1 }
  const run = { stage, caller, now, feed: createFeed({ seed: now.runs, run: `f${now.runs}`, viewers: 5000 }) }
  if (had.spells === 0) await open(run)
  await spell(run, { isStorm: false, keeps: false })
  const spells = Math.ceil((Number(values.minutes) * 60_000) / SPELL_MS) * 2
  while (now.spells < spells) {
    await spell(run, { isStorm: now.spells % 2 === 1, keeps: true })
    now.looks.push(await lookAt(stage))
    now.spells += 1
    writeFileSync(stateFile, JSON.stringify(now))
    console.log(
      JSON.stringify({ spell: now.spells, quiet: p99(now.quietMs), storm: p99(now.stormMs), ...now.looks.at(-1) }),
    )
  }
  const code = await judge(run)
  await stage.stop()
  return code
}

const shop = ({ place }: Stage) => `/api/v1/shops/${place.shopId}`

async function open({ stage, caller }: Run): Promise<void> {
  const body = { id: ROOM, title: 'Evening', host: 'An', runningOrder: [PRODUCT], onAir: PRODUCT }
  await caller.insist(`POST ${shop(stage)}/live-rooms`, { body })
}

/** Private questions at a steady rate, with or without the storm beside them. */
async function spell(run: Run, { isStorm, keeps }: { isStorm: boolean; keeps: boolean }): Promise<void> {
  const { now } = run
  const under = new Set<Promise<void>>()
  const begin = (work: Promise<void>) => {
    under.add(work)
    void work.finally(() => under.delete(work))
  }
  const kept = !keeps ? [] : isStorm ? now.stormMs : now.quietMs
  const asking = setInterval(() => begin(ask(run, kept)), 1000 / Number(values.asked))
  const startedAt = performance.now()
  let poured = 0
  // A timer that comes late on a busy machine must not make the storm smaller.
  const due = () => Math.min(500, Math.floor(((performance.now() - startedAt) / 1000) * Number(values.rate)) - poured)
  const tick = () => {
    const count = due()
    poured += count
    if (count > 0) begin(pour(run, count))
  }
  const storm = isStorm ? setInterval(tick, 200) : undefined
  await sleep(SPELL_MS)
  clearInterval(asking)
  clearInterval(storm)
  await Promise.all(under)
}

const replied = z.object({ reply: z.object({ messages: z.array(z.unknown()).min(1) }) })

/** One private question of a buyer of his own, timed to the reply. */
async function ask({ stage, caller, now }: Run, kept: number[]): Promise<void> {
  now.buyers += 1
  const text = WORDS[now.buyers % WORDS.length]
  const reference = { productId: PRODUCT }
  const body = {
    messageId: `m${now.buyers}`,
    buyer: { id: `p${now.buyers}` },
    content: { kind: 'text', text },
    reference,
  }
  const startedAt = performance.now()
  const answer = await caller.insist(`POST /api/v1/channels/${stage.place.channelId}/messages?wait=20`, { body })
  if (!replied.safeParse(answer).success) now.failures += 1
  kept.push(Math.round((performance.now() - startedAt) * 10) / 10)
}

async function pour({ stage, caller, now, feed }: Run, count: number): Promise<void> {
  now.sent += count
  const body = { channelId: stage.place.channelId, comments: feed.batch(count) }
  await caller.insist(`POST ${shop(stage)}/live-rooms/${ROOM}/comments`, { body })
}

const SIZES = `select (pg_database_size(current_database()) / 1048576.0)::float8 as mb, (select count(*) from live_question)::int as questions,
  ((select count(*) from due_turn) + (select count(*) from due_delivery))::int as due, (select count(*) from outbox)::int as outbox`

async function lookAt(stage: Stage): Promise<z.infer<typeof look>> {
  const status = readFileSync(`/proc/${stage.nodes[0]?.pid}/status`, 'utf8')
  const rssMb = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
  const [row] = await askRows(stage.url, SIZES)
  return look.parse({ rssMb, ...row, mb: Math.round(Number(row?.mb)) })
}

const p99 = (ms: readonly number[]): number => ms.toSorted((a, b) => a - b)[Math.ceil(ms.length * 0.99) - 1] ?? 0

const stormSeconds = ({ looks }: State): number => Math.max(1, (looks.length / 2) * (SPELL_MS / 1000))

const tally = z.object({
  ...{ received: z.number(), doubled: z.number(), shared: z.number(), personal: z.number(), noise: z.number() },
  unread: z.number(),
  items: z.array(z.object({ questionId: z.string(), comments: z.number(), answer: z.array(z.unknown()) })),
})

/** What is kept of a comment is a number: the first and the last storm of the run may not differ by what they left behind. */
async function judge({ stage, caller, now }: Run): Promise<number> {
  await sleep(5000)
  const { items, ...counts } = tally.parse(await caller.insist(`GET ${shop(stage)}/live-rooms/${ROOM}/questions`))
  const left = await lookAt(stage)
  const storms = now.looks.filter((_, place) => place % 2 === 1)
  const half = Math.floor(storms.length / 2)
  const most = (looks: typeof storms) => Math.max(0, ...looks.map(({ rssMb }) => rssMb))
  const rss = { firstHalfMb: most(storms.slice(0, half)), secondHalfMb: most(storms.slice(half)) }
  const [quiet, storm] = [p99(now.quietMs), p99(now.stormMs)]
  const counted = counts.doubled + counts.shared + counts.personal + counts.noise + counts.unread
  const figures = {
    ...{ minutes: (now.stormMs.length / Number(values.asked) / 60).toFixed(1), commentsASecond: Number(values.rate) },
    ...{
      runs: now.runs,
      made: now.sent,
      madeASecond: Math.round(now.sent / stormSeconds(now)),
      ...counts,
      isEveryOneCounted: counted === counts.received,
    },
    ...{
      questions: items.length,
      mostAsked: items.slice(0, 5).map(({ questionId, comments }) => [questionId, comments]),
    },
    privateChats: { quiet: now.quietMs.length, storm: now.stormMs.length, unanswered: now.failures },
    ...{ quietP99Ms: quiet, stormP99Ms: storm, times: Math.round((storm / quiet) * 100) / 100 },
    ...{ rss, questionRows: left.questions, stillDue: left.due, looks: now.looks },
  }
  console.log(writeFigures('comment-storm', figures))
  console.log(JSON.stringify({ ...figures, looks: undefined }, null, 2))
  const isBounded = rss.secondHalfMb <= rss.firstHalfMb * 1.2 && left.due === 0 && left.questions < 500
  return storm <= 2 * quiet && isBounded && counted === counts.received && now.failures === 0 ? 0 : 1
}

process.exitCode = await main()
