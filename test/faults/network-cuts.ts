import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { askRows } from '../../bench/ground.ts'
import { writeFigures } from '../../bench/evidence.ts'
import { freePort } from '../../bench/start-xiaoer.ts'
import { openServer } from '../../src/storage/index.ts'
import { createDraw } from '../browser/draw.ts'
import { openBrowser } from '../browser/open-browser.ts'
import { launchProduct } from '../browser/launch-product.ts'
import { CUT_KINDS, type CutProxy, openCutProxy } from './network-cuts/cut-proxy.ts'
import { judge, type Sent } from './network-cuts/judge.ts'
import { note, openBuyerTab, openStaffTab, type Side, type Tab } from './network-cuts/tabs.ts'

/*
 * Row E: a buyer's tab and a console tab in Chromium, messages both ways, and the way between browser and server cut: once
 * for 20 s, then at random. Everything must be there, once, in order, in both tabs and in the database.
 *   node --import tsx test/faults/network-cuts.ts --minutes 10 --cuts 300      stops and goes on where it was
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    cuts: { type: 'string', default: '300' },
    long: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', default: 'data/network-cuts' },
    fresh: { type: 'boolean', default: false },
  },
})
const SHORTEST_MS = 200
const LONGEST_MS = 5000
/** What has not come by then does not come any more. */
const PATIENCE_MS = 60_000
const PROMISE_MS = 2000
const SHOP = '云栖'
const WORDS = [
  '在吗',
  '这件还有货吗',
  '好的,谢谢',
  'L 码有吗?',
  '包邮吗 :)',
  '明天能到么',
  '我再看看',
  '<b>加粗</b>',
] as const

const folder = resolve(values.folder)
if (values.fresh) rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
// PostgreSQL runs as another user when we are root: it must be able to enter.
chmodSync(folder, 0o755)
const journal = join(folder, 'journal.jsonl')

const line = z.discriminatedUnion('what', [
  z.object({ what: z.literal('ports'), proxy: z.number(), server: z.number(), demo: z.number() }),
  z.object({ what: z.literal('talk'), conversationId: z.string() }),
  z.object({ what: z.literal('sent'), side: z.enum(['buyer', 'staff']), text: z.string() }),
  z.object({
    what: z.literal('cut'),
    kind: z.enum(CUT_KINDS),
    forMs: z.number(),
    hit: z.number(),
    sentMeanwhile: z.number(),
    buyerMs: z.number(),
    staffMs: z.number(),
  }),
  z.object({ what: z.literal('broken-off') }),
])
type Line = z.infer<typeof line>
type Cut = Extract<Line, { what: 'cut' }>

const lines = (): Line[] =>
  existsSync(journal)
    ? readFileSync(journal, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((text) => line.parse(JSON.parse(text)))
    : []
const tell = (told: Line): void => note(journal, told)

async function main(): Promise<number> {
  const before = lines()
  // Words that were typed in a run that broke off may have died with its browser: they count once or not at all.
  if (before.at(-1)?.what === 'sent') tell({ what: 'broken-off' })
  const ports = before.find((one) => one.what === 'ports') ?? (await choosePorts())
  const origin = `http://127.0.0.1:${ports.proxy}`
  const environment = { PORT: String(ports.server), DEMO_PORT: String(ports.demo), PUBLIC_URL: origin }
  const product = await launchProduct(folder, environment)
  const proxy = await openCutProxy(ports.proxy, ports.server)
  const browser = await openBrowser()
  try {
    const buyer = await openBuyerTab(browser, product.shopUrl, folder)
    const headers = { authorization: `Bearer ${product.access.apiKey}` }
    const conversationId = await openTalk(buyer, `${product.url}/api/v1`, headers)
    const signIn = { email: 'owner@demo.example', password: product.access.password }
    await buyer.keep()
    const staff = await openStaffTab(browser, { origin, conversationId, signIn })
    const startedAt = Date.now()
    await talkAndCut([buyer, staff], proxy)
    const minutes = Math.round((Date.now() - startedAt) / 6000) / 10
    return await conclude([buyer, staff], conversationId, minutes)
  } finally {
    await browser.close()
    await proxy.close()
    await product.stop()
  }
}

async function choosePorts(): Promise<Extract<Line, { what: 'ports' }>> {
  const ports = { what: 'ports', proxy: await freePort(), server: await freePort(), demo: await freePort() } as const
  tell(ports)
  return ports
}

const talks = z.object({ items: z.array(z.object({ conversationId: z.string() })) })

async function openTalk(buyer: Tab, api: string, headers: Record<string, string>): Promise<string> {
  const known = lines().find((one) => one.what === 'talk')
  if (known) return known.conversationId
  await say(buyer, `你好,${SHOP}`)
  await buyer.shows(countsOf(lines()), PATIENCE_MS)
  const answer: unknown = await (await fetch(`${api}/conversations?limit=1`, { headers })).json()
  const conversationId = talks.parse(answer).items[0]?.conversationId ?? ''
  tell({ what: 'talk', conversationId })
  return conversationId
}

/** Journalled before it is typed: what was typed and is not in the journal cannot be. */
async function say(tab: Tab, text: string): Promise<void> {
  await tab.say(text, () => tell({ what: 'sent', side: tab.side, text }))
}

function countsOf(told: readonly Line[]): Record<Side, number> {
  const of = (side: Side) => told.filter((one) => one.what === 'sent' && one.side === side).length
  return { buyer: of('buyer'), staff: of('staff') }
}

async function talkAndCut(tabs: readonly [Tab, Tab], proxy: CutProxy): Promise<void> {
  const over = new AbortController()
  const talking = tabs.map((tab, at) => talk(tab, createDraw(`${values.seed}-${at}-${lines().length}`), over.signal))
  // A talker that fails ends the run.
  const failed = Promise.all(talking).then(() => new Promise<never>(() => undefined))
  await Promise.race([cutOnAndOn(tabs, proxy), failed])
  over.abort()
  await Promise.all(talking)
}

type Draw = ReturnType<typeof createDraw>
const between = (draw: Draw, low: number, high: number): number =>
  low + ((high - low) * draw(Array.from({ length: 1000 }, (_, at) => at))) / 1000

async function talk(tab: Tab, draw: Draw, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await sleep(between(draw, 700, 2300))
    await say(tab, `${draw(WORDS)} ${tab.side}-${lines().length}`)
  }
}

/** Asked to stop it judges what there is. */
let isOver = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    isOver = true
  })

async function cutOnAndOn(tabs: readonly [Tab, Tab], proxy: CutProxy): Promise<void> {
  const done = lines().filter((one) => one.what === 'cut').length
  const draw = createDraw(`${values.seed}-cuts-${done}`)
  const cuts = Number(values.cuts)
  const everyMs = (Number(values.minutes) * 60_000) / cuts
  if (done === 0) await cutOnce(tabs, proxy, { kind: 'half-open', forMs: Number(values.long) * 1000 })
  const startedAt = Date.now()
  for (let at = Math.max(0, done - 1); at < cuts && !isOver; at += 1) {
    const cut = { kind: draw(CUT_KINDS), forMs: Math.round(lengthOf(draw)) }
    await cutOnce(tabs, proxy, cut)
    const round = at - Math.max(0, done - 1) + 1
    await sleep(Math.max(100, startedAt + round * everyMs - Date.now()))
  }
}

/** Mostly short, as cuts are; so 300 of them and what is said between them fit into ten minutes. */
const lengthOf = (draw: Draw): number => SHORTEST_MS + (LONGEST_MS - SHORTEST_MS) * between(draw, 0, 1) ** 5

async function cutOnce(tabs: readonly [Tab, Tab], proxy: CutProxy, cut: Pick<Cut, 'kind' | 'forMs'>): Promise<void> {
  const [hitBefore, saidBefore] = [proxy.hit, lines().length]
  proxy.cut(cut.kind)
  await sleep(cut.forMs)
  const told = lines()
  proxy.mend()
  const backAt = Date.now()
  const counts = countsOf(told)
  const [buyerAt, staffAt] = await Promise.all(tabs.map((tab) => tab.shows(counts, PATIENCE_MS)))
  const [buyerMs, staffMs] = [(buyerAt ?? 0) - backAt, (staffAt ?? 0) - backAt]
  const hit = proxy.hit - hitBefore
  tell({ what: 'cut', ...cut, hit, sentMeanwhile: told.length - saidBefore, buyerMs, staffMs })
  const isLate = Math.max(buyerMs, staffMs) > PROMISE_MS
  console.log(
    `${cut.kind} for ${cut.forMs} ms: buyer after ${buyerMs} ms, staff after ${staffMs} ms${isLate ? ' LATE' : ''}`,
  )
}

const STORED = `select role, content->>'text' as text from message
  where conversation_id = $1 and role in ('buyer', 'agent') order by seq`
const GAPS = `select (max(seq) - count(*))::int as gaps from message where conversation_id = $1`

async function conclude([buyer, staff]: readonly [Tab, Tab], talkId: string, minutes: number): Promise<number> {
  const told = lines()
  await Promise.all([buyer, staff].map((tab) => tab.shows(countsOf(told), PATIENCE_MS)))
  const attached = await openServer({ dataDir: folder, onProgress: () => undefined })
  const rows = await askRows(attached.url, STORED, [talkId])
  const [gaps] = await askRows(attached.url, GAPS, [talkId])
  await attached.stop()
  const verdict = judge({
    sent: told.filter((one): one is Extract<Line, { what: 'sent' }> => one.what === 'sent') satisfies readonly Sent[],
    stored: rows.map(({ text }) => String(text)),
    shown: { buyer: await buyer.texts(), staff: await staff.texts() },
  })
  const cuts = told.filter((one): one is Cut => one.what === 'cut')
  const figures = {
    ...{ seed: values.seed, minutes, cuts: cuts.length, sent: countsOf(told), brokenOff: told.filter(isBreak).length },
    ...{ verdict, gaps: Number(gaps?.gaps), catchUpMs: catchUp(cuts), longCut: catchUp(cuts.slice(0, 1)) },
    byKind: Object.fromEntries(CUT_KINDS.map((kind) => [kind, catchUp(cuts.filter((cut) => cut.kind === kind))])),
    connectionsHit: cuts.reduce((sum, { hit }) => sum + hit, 0),
    late: cuts.filter(({ buyerMs, staffMs }) => Math.max(buyerMs, staffMs) > PROMISE_MS),
  }
  console.log(JSON.stringify(figures, null, 2))
  console.log(writeFigures('network-cuts', figures))
  await Promise.all([buyer.close(), staff.close()])
  const isWhole = Object.values(verdict).every((count) => count === 0) && figures.gaps === 0
  return isWhole && figures.late.length === 0 ? 0 : 1
}

const isBreak = ({ what }: Line): boolean => what === 'broken-off'

function catchUp(cuts: readonly Cut[]) {
  const times = (of: (cut: Cut) => number) => {
    const sorted = cuts.map(of).toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
    return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) }
  }
  return { cuts: cuts.length, buyer: times(({ buyerMs }) => buyerMs), staff: times(({ staffMs }) => staffMs) }
}

process.exitCode = await main()
