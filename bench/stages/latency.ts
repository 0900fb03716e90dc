import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ask } from '../ground.ts'
import { percentiles } from '../load/tally.ts'
import type { Spawned } from '../spawned.ts'
import { type Arena, drained, load, measured, startFloor, type Told } from './arena.ts'
import { type Field, openField } from './field.ts'

const earlier = z.object({ http: z.object({ xiaoer: z.object({ messagesPerSecond: z.number() }) }) })
const asked = z.object({ asked: z.record(z.string(), z.number()) })
const arrivals = z.object({
  received: z.number(),
  checked: z.number(),
  bad: z.number(),
  arrivals: z.record(z.string(), z.number()),
})

/** Half the measured maximum over HTTP, open loop; beside it, in the same minutes, a server that does nothing and one that commits one row. */
export async function measureLatency(arena: Arena, done: Readonly<Record<string, unknown>>) {
  const rate = Math.max(20, Math.round(earlier.parse(done).http.xiaoer.messagesPerSecond / 2))
  const field = await openField(arena, 'http')
  const noOp = await startFloor(arena, field.doorsFile, 'no-op')
  const oneRow = await startFloor(arena, field.doorsFile, 'one-row')
  try {
    const xiaoer = await field.startXiaoer()
    await load(field.order(xiaoer.port, 'warm', 15))
    await drained(arena.xiaoerUrl)
    await ask(arena.xiaoerUrl, 'analyze')
    await (await fetch(field.sinkUrl)).text()
    const rounds: unknown[] = []
    for (let round = 1; round <= arena.rounds; round += 1) {
      const nothing = await load({ ...field.order(noOp.port, `n${round}`, 5), rate })
      const row = await load({ ...field.order(oneRow.port, `r${round}`, 5), rate })
      rounds.push({
        noOp: brief(nothing),
        oneRow: brief(row),
        ...(await ourRound(arena, field, { xiaoer, round, rate })),
      })
      console.error(JSON.stringify(rounds.at(-1)))
    }
    return { rate, rounds }
  } finally {
    await Promise.all([noOp.stop(), oneRow.stop()])
    await field.close()
  }
}

interface Round {
  readonly xiaoer: Spawned
  readonly round: number
  readonly rate: number
}

async function ourRound(arena: Arena, field: Field, { xiaoer, round, rate }: Round) {
  const askedFile = join(arena.folder, 'asked.json')
  const order = { ...field.order(xiaoer.port, `l${round}`, arena.seconds), rate, askedFile }
  const ours = await measured(arena, xiaoer, { order, url: arena.xiaoerUrl })
  return { acknowledged: brief(ours), answer: await answerTimes(askedFile, field.sinkUrl), totalUs: ours.totalUs }
}

const brief = ({ p50Ms, p95Ms, p99Ms, maxMs, acknowledged, others }: Told) => ({
  p50Ms,
  p95Ms,
  p99Ms,
  maxMs,
  messages: acknowledged,
  others,
})

/** From the moment a message was meant to be sent to the arrival of its answer at the other side. */
async function answerTimes(askedFile: string, sinkUrl: string) {
  const sent = asked.parse(JSON.parse(readFileSync(askedFile, 'utf8'))).asked
  const came = arrivals.parse(await (await fetch(sinkUrl)).json())
  const times = Object.entries(sent).flatMap(([turnId, at]) => {
    const arrived = came.arrivals[turnId]
    return arrived === undefined ? [] : [arrived - at]
  })
  const { checked, bad } = came
  return { ...percentiles(times), answers: times.length, signaturesChecked: checked, signaturesBad: bad }
}
