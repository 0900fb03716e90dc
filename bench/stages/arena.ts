import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Packs, loadPacks } from '../../src/knowledge/index.ts'
import { openDatabase } from '../../src/storage/index.ts'
import { cpuOf, cpuOfServer } from '../cpu-clock.ts'
import { ask, type Ground, openGround, xiaoerDatabase } from '../ground.ts'
import type { LoadOrder } from '../load.ts'
import { type Door, seedShops } from '../seed-shops.ts'
import { runScript, type Spawned, spawnServer } from '../spawned.ts'

export interface ArenaOptions {
  readonly folder: string
  readonly databaseUrl: string | undefined
  readonly kind: 'real' | 'shell'
  readonly rounds: number
  readonly seconds: number
  readonly shops: number
  readonly known: number
}

export interface Shops {
  readonly organisations: number
  readonly shopsEach: number
  readonly productsEach: number
  readonly outboundUrl: string | null
}

/** One PostgreSQL with a fresh database for each side, and the shops. */
export interface Arena extends ArenaOptions {
  readonly ground: Ground
  readonly xiaoerUrl: string
  readonly floorUrl: string
  readonly packs: Packs
  /** Adds shops; load generators find them in this file. */
  seed(doorsFile: string, shops: Shops): Promise<void>
  close(): Promise<void>
}

export async function openArena(options: ArenaOptions): Promise<Arena> {
  const ground = await openGround({ folder: options.folder, databaseUrl: options.databaseUrl })
  const name = `bench_${Date.now().toString(36)}`
  const xiaoerUrl = await xiaoerDatabase(ground, `${name}_xiaoer`)
  const floorUrl = await ground.database(`${name}_floor`)
  const packs = await loadPacks(join(import.meta.dirname, '..', '..', 'packs'))
  return {
    ...options,
    ground,
    xiaoerUrl,
    floorUrl,
    packs,
    async seed(doorsFile, shops) {
      const onError = (error: Error) => console.error(error.message)
      const database = await openDatabase({ url: xiaoerUrl, poolSize: 4, onError })
      const doors: Door[] = await seedShops({ database, packs, at: Date.now(), ...shops })
      await database.close()
      await ask(xiaoerUrl, 'analyze')
      writeFileSync(doorsFile, JSON.stringify(doors))
    },
    async close() {
      for (const side of ['xiaoer', 'floor']) {
        await ask(withoutName(xiaoerUrl), `drop database if exists ${name}_${side} with (force)`)
      }
      await ground.stop()
    },
  }
}

function withoutName(url: string): string {
  const plain = new URL(url)
  plain.pathname = '/postgres'
  return plain.href
}

export interface Told {
  readonly acknowledged: number
  readonly others: Readonly<Record<string, number>>
  readonly seconds: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

const told = z.object({
  acknowledged: z.number(),
  others: z.record(z.string(), z.number()),
  seconds: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  p99Ms: z.number(),
  maxMs: z.number(),
})

export const load = async (order: LoadOrder): Promise<Told> =>
  told.parse(await runScript({ script: 'load.ts', words: [JSON.stringify(order)] }))

export const startFloor = (arena: Arena, doorsFile: string, idle = ''): Promise<Spawned> =>
  spawnServer({ script: 'floor-server.ts', words: [arena.floorUrl, doorsFile, idle] })

export interface Measured extends Told {
  readonly messagesPerSecond: number
  readonly nodeUs: number
  readonly postgresUs: number
  readonly totalUs: number
}

/** Runs a load and gives CPU by process, the time included that the server needs to finish what it accepted. */
export async function measured(
  arena: Arena,
  server: Spawned,
  { order, url }: { order: LoadOrder; url: string | null },
): Promise<Measured> {
  const before = [cpuOf(server.pid), cpuOfServer(arena.ground.postmasterPid)]
  const startedAt = Date.now()
  const report = await load(order)
  if (url) await drained(url)
  const seconds = (Date.now() - startedAt) / 1000
  const after = [cpuOf(server.pid), cpuOfServer(arena.ground.postmasterPid)]
  const per = (place: number) => ((after[place] ?? 0) - (before[place] ?? 0)) / Math.max(1, report.acknowledged)
  const [nodeUs, postgresUs] = [Math.round(per(0)), Math.round(per(1))]
  const messagesPerSecond = Math.round(report.acknowledged / Math.max(report.seconds, seconds - 1))
  return { ...report, messagesPerSecond, nodeUs, postgresUs, totalUs: nodeUs + postgresUs }
}

const OPEN = `select (select count(*) from due_turn) + (select count(*) from due_delivery) as open`

/** Until every turn is answered and every answer delivered. */
export async function drained(url: string): Promise<void> {
  for (let looks = 0; looks < 600 && Number(await ask(url, OPEN)) > 0; looks += 1) await sleep(100)
}

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0,
  ]
  return (low + high) / 2
}
