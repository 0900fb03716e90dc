import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { loadPacks } from '../src/knowledge/index.ts'
import { openDatabase } from '../src/storage/index.ts'
import { cpuOf, cpuOfServer, loadAverage } from './cpu-clock.ts'
import { ask, askRows, openGround, xiaoerDatabase } from './ground.ts'
import type { LoadOrder } from './load.ts'
import { readProfile } from './read-profile.ts'
import { seedShops } from './seed-shops.ts'
import { startXiaoer } from './start-xiaoer.ts'
import { runScript, type Spawned, spawnServer } from './spawned.ts'

/* Where the path's CPU goes: node by module and function (V8 samples), PostgreSQL by statement. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    /** real: what npm start starts, statements only; shell: the path alone, node's functions too. */
    kind: { type: 'string', default: 'shell' },
    rounds: { type: 'string', default: '1' },
    way: { type: 'string', default: 'http' },
    connections: { type: 'string', default: '64' },
    /** Messages a second, open loop; without it as fast as answers come. */
    rate: { type: 'string' },
    warm: { type: 'string', default: '12' },
    planFile: { type: 'string', default: '/tmp/xiaoer-plans.log' },
    plans: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
  },
})
const OPEN = `select (select count(*) from due_turn) + (select count(*) from due_delivery) as open`
const folder = mkdtempSync(join(tmpdir(), 'xiaoer-profile-'))
chmodSync(folder, 0o755)
const ground = await openGround({ folder, statements: true })
try {
  await profile()
} finally {
  await ground.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function profile(): Promise<void> {
  const url = await xiaoerDatabase(ground)
  await ask(url, 'create extension if not exists pg_stat_statements')
  const doorsFile = join(folder, 'doors.json')
  const sink = await spawnServer({ script: 'sink.ts', words: [doorsFile] })
  await seed(url, doorsFile, values.way === 'http' ? `http://127.0.0.1:${sink.port}/` : null)
  const place = { databaseUrl: url, dataDir: folder, sinkPort: sink.port, kind: 'real' } as const
  const words = [url, folder, String(sink.port), values.without]
  const isReal = values.kind === 'real'
  const server = isReal
    ? await startXiaoer(place)
    : await spawnServer({ script: 'xiaoer-server.ts', words, nodeWords: ['--max-semi-space-size=64'] })
  const load = (seconds: number, run: string) =>
    runScript({ script: 'load.ts', words: [orderOf({ port: server.port, doorsFile, seconds, run })] })
  await load(Number(values.warm), 'warm')
  await settled(url)
  // What autovacuum does within a minute: plans made for empty tables are put away.
  await ask(url, 'analyze')
  await load(2, 'plans')
  await settled(url)
  let messages = 0
  if (!isReal) process.kill(server.pid, 'SIGUSR2')
  for (let round = 1; round <= Number(values.rounds); round += 1)
    messages += await account(url, server, () => load(Number(values.seconds), `measured${round}`))
  if (values.plans) await printPlans(url, () => load(1, 'explained'))
  await server.stop()
  await sink.stop()
  if (isReal) return
  for (const line of readProfile(readFileSync(join(folder, 'path.cpuprofile'), 'utf8'), messages)) console.log(line)
}

const orderOf = (own: Pick<LoadOrder, 'port' | 'doorsFile' | 'seconds' | 'run'>): string =>
  JSON.stringify({
    ...own,
    way: values.way === 'http' ? 'http' : 'socket',
    connections: Number(values.connections),
    seed: 7,
    listens: values.way === 'socket',
    ...(values.rate ? { rate: Number(values.rate) } : {}),
  } satisfies LoadOrder)

/** Prints what a load costs by process and by statement; gives its messages. */
async function account(url: string, server: Spawned, load: () => Promise<unknown>): Promise<number> {
  await ask(url, 'select pg_stat_statements_reset()')
  const before = [cpuOf(server.pid), cpuOfServer(ground.postmasterPid)]
  const told = z.looseObject({ acknowledged: z.number() }).parse(await load())
  const settledMs = await settled(url)
  const after = [cpuOf(server.pid), cpuOfServer(ground.postmasterPid)]
  const per = (place: number) => Math.round(((after[place] ?? 0) - (before[place] ?? 0)) / told.acknowledged)
  console.log(JSON.stringify(told), `drained after ${settledMs} ms, load ${loadAverage()}`)
  console.log(`CPU µs a message: node ${per(0)} (with profiler), PostgreSQL ${per(1)}`)
  await printStatements(url, told.acknowledged)
  return told.acknowledged
}

async function seed(url: string, doorsFile: string, outboundUrl: string | null): Promise<void> {
  const database = await openDatabase({ url, poolSize: 4, onError: (error) => console.error(error.message) })
  const packs = await loadPacks(join(import.meta.dirname, '..', 'packs'))
  const at = Date.now()
  const doors = await seedShops({ database, packs, organisations: 5, shopsEach: 4, productsEach: 40, outboundUrl, at })
  writeFileSync(doorsFile, JSON.stringify(doors))
  await database.close()
}

async function settled(url: string): Promise<number> {
  const startedAt = Date.now()
  while (Date.now() - startedAt < 60_000 && Number(await ask(url, OPEN)) > 0) await sleep(100)
  return Date.now() - startedAt
}

async function printStatements(url: string, messages: number): Promise<void> {
  const rows = await askRows(
    url,
    `select round((total_exec_time * 1000 / $1)::numeric, 1)::text as us, round((total_plan_time * 1000 / $1)::numeric, 1)::text as plan,
      calls::text, rows::text, left(regexp_replace(query, '\\s+', ' ', 'g'), 70) as query
     from pg_stat_statements order by total_exec_time desc limit 16`,
    [messages],
  )
  console.log('PostgreSQL: µs elapsed a message, planning | calls | rows | statement')
  for (const { us, plan, calls, rows: count, query } of rows)
    console.log(`${us} + ${plan} | ${calls} | ${count} | ${query}`)
}

/** One plan of each statement of the hot path, as it ran. */
async function printPlans(url: string, load: () => Promise<unknown>): Promise<void> {
  for (const [name, value] of [
    ['log_analyze', 'on'],
    ['log_buffers', 'on'],
    ['log_min_duration', '0'],
  ])
    await ask(url, `alter system set auto_explain.${name} = ${value}`)
  await ask(url, 'select pg_reload_conf()')
  await load()
  await ask(url, 'alter system set auto_explain.log_min_duration = -1')
  await ask(url, 'select pg_reload_conf()')
  writeFileSync(values.planFile, readFileSync(join(folder, 'postgres', 'server.log')))
  console.log(`plans: ${values.planFile}`)
}
