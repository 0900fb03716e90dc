import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { memoryOf } from '../cpu-clock.ts'
import { createHttpConnection } from '../load/http-connection.ts'
import { createTalkSource, requestBytes } from '../load/talk-source.ts'
import { nowMs, percentiles } from '../load/tally.ts'
import { door, type Door } from '../seed-shops.ts'
import { startXiaoer } from '../start-xiaoer.ts'
import type { Arena } from './arena.ts'

const AT_ONCE = 4
const WARM_SHOPS = 20
const SHOPS_EACH = 50

/** Many shops in memory: what each of them costs, and how long the first answer of a shop takes that was not there. */
export async function measureResidence(arena: Arena) {
  const seed = { shopsEach: SHOPS_EACH, productsEach: 40, outboundUrl: null }
  const others = Math.ceil((arena.known - arena.shops) / SHOPS_EACH)
  const doorsFile = join(arena.folder, 'doors.json')
  await arena.seed(doorsFile, { ...seed, productsEach: 1, organisations: others })
  await arena.seed(doorsFile, { ...seed, organisations: Math.ceil(arena.shops / SHOPS_EACH) })
  const doors = z.array(door).parse(JSON.parse(readFileSync(doorsFile, 'utf8')))
  const place = { databaseUrl: arena.xiaoerUrl, dataDir: arena.folder, sinkPort: 0, kind: arena.kind }
  const xiaoer = await startXiaoer(place)
  try {
    await wake(doors.slice(0, WARM_SHOPS), xiaoer.port)
    const before = memoryOf(xiaoer.pid)
    const cold = await wake(doors.slice(WARM_SHOPS), xiaoer.port)
    const after = memoryOf(xiaoer.pid)
    const warm = await wake(doors, xiaoer.port)
    const megabytes = (size: number) => Math.round(size / 2 ** 20)
    return {
      known: arena.known,
      resident: doors.length,
      rssMb: megabytes(after),
      rssOfFirstShopsMb: megabytes(before),
      kilobytesPerShop: Math.round((after - before) / (doors.length - WARM_SHOPS) / 1024),
      firstAnswer: cold,
      laterAnswer: warm,
    }
  } finally {
    await xiaoer.stop()
  }
}

/** Asks each shop once and waits for its answer. */
async function wake(doors: readonly Door[], port: number) {
  const talk = createTalkSource({ doors, buyersPerShop: 1, seed: 5, run: `wake${doors.length}-${Date.now()}` })
  const times: number[] = []
  const faults: Record<string, number> = {}
  const line = [...doors]
  const worker = async () => {
    const connection = createHttpConnection(port)
    for (let next = line.shift(); next; next = line.shift()) {
      const askedAt = nowMs()
      const { status } = await connection.ask(requestBytes(talk.next(next), '?wait=20'))
      if (status === 200) times.push(nowMs() - askedAt)
      else faults[status] = (faults[status] ?? 0) + 1
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { ...percentiles(times), answers: times.length, faults }
}
