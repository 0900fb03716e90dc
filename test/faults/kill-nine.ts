import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { childPids } from '../../bench/cpu-clock.ts'
import { circumstances, writeEvidence } from '../../bench/evidence.ts'
import { ask } from '../../bench/ground.ts'
import { createTalkSource } from '../../bench/load/talk-source.ts'
import { door, seedShops } from '../../bench/seed-shops.ts'
import { freePort, startXiaoer } from '../../bench/start-xiaoer.ts'
import { loadPacks } from '../../src/knowledge/index.ts'
import { migrate, openDatabase, openServer } from '../../src/storage/index.ts'
import { isClean, verify } from './kill-nine/verify.ts'
import { startWriters } from './kill-nine/writers.ts'

/*
 * Row D: server and database are killed with SIGKILL, in turn and together, while twenty writers write. What was
 * acknowledged must be there, once, answered once, in a sequence without gaps; and nobody must lend a hand.
 *   node --import tsx test/faults/kill-nine.ts --cycles 200        stops and goes on where it was
 */
const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '200' },
    folder: { type: 'string', default: 'data/kill-nine' },
    writers: { type: 'string', default: '20' },
    kind: { type: 'string', default: 'real' },
    fresh: { type: 'boolean', default: false },
  },
})
const LEAST_A_CYCLE = 100
const HEAL_MS = 120_000
const MOST_WAIT_MS = 60_000
const folder = resolve(values.folder)
const stateFile = join(folder, 'state.json')
const acksFile = join(folder, 'acknowledged.json')

const acks = z.array(
  z.object({
    channelId: z.string(),
    messageId: z.string(),
    id: z.string(),
    seq: z.number(),
    conversationId: z.string(),
    turnId: z.string(),
  }),
)
const state = z.object({
  cycles: z.number(),
  runs: z.number(),
  recoveriesMs: z.array(z.object({ kind: z.string(), ms: z.number() })),
  refusals: z.record(z.string(), z.number()),
  repeated: z.number(),
  contradictions: z.array(z.string()),
  sinkPort: z.number(),
})
type State = z.infer<typeof state>

const KINDS = ['server', 'database', 'both'] as const
type Victim = (typeof KINDS)[number]

if (values.fresh) rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
async function main(): Promise<number> {
  const had: State = existsSync(stateFile)
    ? state.parse(JSON.parse(readFileSync(stateFile, 'utf8')))
    : {
        cycles: 0,
        runs: 0,
        recoveriesMs: [],
        refusals: {},
        repeated: 0,
        contradictions: [],
        sinkPort: await freePort(),
      }
  const sink = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end())
  })
  await new Promise<void>((settle) => sink.listen(had.sinkPort, '127.0.0.1', settle))
  if (had.runs === 0) await seed(had.sinkPort)
  const told = await killOnAndOn({ ...had, runs: had.runs + 1 })
  const code = await judge(told)
  sink.close()
  return code
}

async function seed(sinkPort: number): Promise<void> {
  const server = await openServer({ dataDir: folder, onProgress: (line) => console.error(line) })
  await migrate({ url: server.url })
  const database = await openDatabase({
    url: server.url,
    poolSize: 4,
    onError: (error) => console.error(error.message),
  })
  const packs = await loadPacks(join(import.meta.dirname, '..', '..', 'packs'))
  const outboundUrl = `http://127.0.0.1:${sinkPort}/`
  const at = Date.now()
  const doors = await seedShops({ database, packs, organisations: 4, shopsEach: 2, productsEach: 20, outboundUrl, at })
  writeFileSync(join(folder, 'doors.json'), JSON.stringify(doors))
  await database.close()
  await server.stop()
}

const startServer = (port: number, sinkPort: number) =>
  startXiaoer({ databaseUrl: null, dataDir: folder, sinkPort, port, kind: values.kind === 'shell' ? 'shell' : 'real' })

async function killOnAndOn(now: State): Promise<State> {
  const port = await freePort()
  const doors = z.array(door).parse(JSON.parse(readFileSync(join(folder, 'doors.json'), 'utf8')))
  let server = await startServer(port, now.sinkPort)
  const talk = createTalkSource({ doors, buyersPerShop: 20, seed: now.runs, run: `kill${now.runs}` })
  const writers = startWriters(Number(values.writers), port, talk)
  const earlier = existsSync(acksFile) ? acks.parse(JSON.parse(readFileSync(acksFile, 'utf8'))) : []
  const keep = (cycles: number, recoveriesMs: State['recoveriesMs']): State => {
    const refusals = { ...now.refusals }
    for (const [status, count] of Object.entries(writers.refusals))
      refusals[status] = (now.refusals[status] ?? 0) + count
    const contradictions = [...now.contradictions, ...writers.contradictions]
    const told = { ...now, cycles, recoveriesMs, refusals, contradictions, repeated: now.repeated + writers.repeated }
    writeFileSync(acksFile, JSON.stringify([...earlier, ...writers.acknowledged]))
    writeFileSync(stateFile, JSON.stringify(told))
    return told
  }
  let told = now
  for (let cycle = now.cycles; cycle < Number(values.cycles); cycle += 1) {
    const before = writers.acknowledged.length
    while (writers.acknowledged.length < before + LEAST_A_CYCLE) await sleep(10)
    await sleep((cycle * 137) % 500)
    const victim = KINDS[cycle % KINDS.length] ?? 'both'
    if (victim !== 'database') server.kill()
    if (victim !== 'server') killDatabase()
    const killedAt = Date.now()
    if (victim !== 'database') server = await startServer(port, now.sinkPort)
    const ms = await recovered(writers, killedAt)
    told = keep(cycle + 1, [...told.recoveriesMs, { kind: victim, ms }])
    console.log(
      `cycle ${cycle + 1}: ${victim} killed, writing again after ${ms} ms, ${writers.acknowledged.length} acknowledged`,
    )
  }
  await writers.stop()
  told = keep(told.cycles, told.recoveriesMs)
  await healed()
  await server.stop()
  return told
}

/** Postmaster and backends, all at once, none by name. */
function killDatabase(): void {
  const file = z
    .object({ pid: z.number() })
    .parse(JSON.parse(readFileSync(join(folder, 'postgres', 'port.json'), 'utf8')))
  const pids = [file.pid, ...childPids(file.pid)]
  for (const pid of pids) kill(pid)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // A backend may have ended by itself between the look and the blow.
    console.error(String(error))
  }
}

/** Time from the blow to the first yes to a question that was asked after it. */
async function recovered(writers: { readonly lastAskedAt: number }, killedAt: number): Promise<number> {
  while (writers.lastAskedAt <= killedAt) {
    if (Date.now() - killedAt > MOST_WAIT_MS) throw new Error('it does not come back')
    await sleep(5)
  }
  return Date.now() - killedAt
}

const OPEN = `select (select count(*) from due_turn) + (select count(*) from due_delivery) as open`

/** The sweepers have a bounded time to answer what the kills left behind. */
async function healed(): Promise<void> {
  const attached = await openServer({ dataDir: folder, onProgress: () => undefined })
  const startedAt = Date.now()
  while (Date.now() - startedAt < HEAL_MS && Number(await ask(attached.url, OPEN)) > 0) await sleep(500)
  console.log(`swept after ${Date.now() - startedAt} ms`)
  await attached.stop()
}

async function judge(told: State): Promise<number> {
  const attached = await openServer({ dataDir: folder, onProgress: () => undefined })
  const acknowledged = acks.parse(JSON.parse(readFileSync(acksFile, 'utf8')))
  const verdict = await verify(attached.url, acknowledged)
  await attached.stop()
  const clean = isClean(verdict) && told.contradictions.length === 0
  const times = (kind: Victim | null) => {
    const sorted = told.recoveriesMs
      .filter((one) => !kind || one.kind === kind)
      .map((one) => one.ms)
      .toSorted((a, b) => a - b)
    return {
      p50: sorted[Math.floor(sorted.length / 2)],
      p95: sorted[Math.floor(sorted.length * 0.95)],
      max: sorted.at(-1),
    }
  }
  const recoveryMs = { all: times(null), server: times('server'), database: times('database'), both: times('both') }
  const { cycles, runs, refusals, repeated, contradictions } = told
  const figures = {
    ...circumstances(),
    cycles,
    runs,
    writers: values.writers,
    clean,
    verdict,
    repeated,
    contradictions,
    recoveryMs,
    refusals,
  }
  console.log(JSON.stringify(figures, null, 2))
  console.log(writeEvidence('kill-nine', 'json', JSON.stringify(figures, null, 2)))
  return clean ? 0 : 1
}

process.exitCode = await main()
