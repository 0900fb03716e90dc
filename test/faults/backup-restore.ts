// Row I: backup, restore on an empty machine, counts and hashes equal; a kill in the middle of a migration heals.
//   npx tsx test/faults/backup-restore.ts [--rows 20000] [--kills 20]
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { writeFigures } from '../../bench/evidence.ts'
import { measureTables } from '../../src/storage/backup/measure-tables.ts'
import { inspectMigrations, inspectWalls, openServer } from '../../src/storage/index.ts'
import { fillTables } from './fill-tables.ts'
import { readShape } from './read-shape.ts'

const ROOT = join(import.meta.dirname, '../..')
const BINARY = join(ROOT, 'bin/xiaoer.mjs')
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '20000' }, kills: { type: 'string', default: '20' } },
})
const work = mkdtempSync(join(tmpdir(), 'xiaoer-row-i-'))
// PostgreSQL runs as another user when we are root.
chmodSync(work, 0o755)

function environmentOf(dataDir: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = process.env
  return { ...rest, DATA_DIR: dataDir }
}

function xiaoer(dataDir: string, ...words: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [BINARY, ...words], {
    encoding: 'utf8',
    env: environmentOf(dataDir),
  })
  if (status !== 0) throw new Error(`xiaoer ${words.join(' ')}: ${stderr}`)
}

async function onServer<Value>(dataDir: string, ask: (url: string) => Promise<Value>): Promise<Value> {
  const server = await openServer({ dataDir })
  try {
    return await ask(server.url)
  } finally {
    await server.stop()
  }
}

const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10

async function backUpAndRestore() {
  const [first, second] = [join(work, 'first'), join(work, 'second')]
  xiaoer(first, 'migrate')
  const tables = await onServer(first, (url) => fillTables(url, Number(values.rows)))
  let started = performance.now()
  xiaoer(first, 'backup', '--to', join(work, 'backup'))
  const backupS = seconds(started)
  started = performance.now()
  xiaoer(second, 'restore', '--from', join(work, 'backup'))
  const restoreS = seconds(started)
  const [before, after] = [await onServer(first, measureTables), await onServer(second, measureTables)]
  const different = before.filter((table, index) => JSON.stringify(table) !== JSON.stringify(after[index]))
  return {
    ...{ tables: tables.length, rows: before.reduce((sum, table) => sum + table.rows, 0), backupS, restoreS },
    ...{
      different: different.map((table) => table.name),
      emptyTables: before.filter((table) => table.rows === 0).length,
    },
    ...{ shapesAreEqual: (await onServer(first, readShape)) === (await onServer(second, readShape)) },
  }
}

const portFile = z.object({ pid: z.int() })

/** Starts a migration of a new machine and kills it, and every other time the database too, some moment after a step began. */
async function killOneMigration(dataDir: string, turn: number) {
  xiaoer(dataDir, 'doctor')
  const child = spawn(process.execPath, [BINARY, 'migrate'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environmentOf(dataDir),
  })
  const lines = createInterface({ input: child.stdout })
  const wanted = (turn % 2) + 1
  for await (const line of lines) if (line.includes(`000${wanted}-`)) break
  await sleep((turn * 7) % 60)
  const isAlive = child.exitCode === null
  if (turn % 2 === 0) killDatabase(dataDir)
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return isAlive
}

function killDatabase(dataDir: string): void {
  const { pid } = portFile.parse(JSON.parse(readFileSync(join(dataDir, 'postgres/port.json'), 'utf8')))
  process.kill(pid, 'SIGKILL')
}

async function killMigrations() {
  const good = await onServer(join(work, 'second'), readShape)
  const counts = { kills: 0, inTheMiddle: 0, healed: 0, shapesEqual: 0, wallsClosed: 0 }
  for (let turn = 0; turn < Number(values.kills); turn += 1) {
    const dataDir = join(work, `killed-${turn}`)
    if (await killOneMigration(dataDir, turn)) counts.kills += 1
    const state = await onServer(dataDir, inspectMigrations)
    if (state.pending !== 0) counts.inTheMiddle += 1
    xiaoer(dataDir, 'migrate')
    if ((await onServer(dataDir, inspectMigrations)).pending === 0) counts.healed += 1
    if ((await onServer(dataDir, readShape)) === good) counts.shapesEqual += 1
    if ((await onServer(dataDir, inspectWalls)).length === 0) counts.wallsClosed += 1
    rmSync(dataDir, { recursive: true, force: true })
    console.log(`kill ${turn + 1} of ${values.kills}: ${JSON.stringify(counts)}`)
  }
  return counts
}

const copied = await backUpAndRestore()
console.log(copied)
const killed = await killMigrations()
rmSync(work, { recursive: true, force: true })
const isGood =
  copied.different.length === 0 &&
  copied.emptyTables === 0 &&
  copied.shapesAreEqual &&
  killed.inTheMiddle > 0 &&
  [killed.healed, killed.shapesEqual, killed.wallsClosed].every((count) => count === Number(values.kills))
console.log(writeFigures('backup-restore', { isGood, ...copied, migrationsKilled: killed }))
process.exitCode = isGood ? 0 : 1
