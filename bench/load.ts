import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { closedLoop, openLoop } from './load/http-load.ts'
import { socketLoad } from './load/socket-load.ts'
import { createTally, nowMs } from './load/tally.ts'
import { createTalkSource } from './load/talk-source.ts'
import { door } from './seed-shops.ts'

/** What a load generator is told, as JSON in its first argument. */
const order = z.object({
  way: z.enum(['http', 'socket']),
  port: z.number(),
  doorsFile: z.string(),
  connections: z.number().default(64),
  seconds: z.number(),
  /** Messages a second; 0 = closed loop. */
  rate: z.number().default(0),
  buyersPerShop: z.number().default(50),
  frame: z.number().default(32),
  seed: z.number(),
  run: z.string(),
  /** Answers come on the socket too. */
  listens: z.boolean().default(false),
  /** Where the moments of turns go, for joining them with the sink's. */
  askedFile: z.string().optional(),
})
export type LoadOrder = z.input<typeof order>

await main(order.parse(JSON.parse(process.argv[2] ?? '{}')))

/** A process of its own: its CPU is not the server's. Prints one line of JSON. */
async function main(wanted: z.output<typeof order>): Promise<void> {
  const doors = z.array(door).parse(JSON.parse(readFileSync(wanted.doorsFile, 'utf8')))
  const talk = createTalkSource({ ...wanted, doors })
  const tally = createTally()
  const untilMs = nowMs() + wanted.seconds * 1000
  const answeredAt: Record<string, number> = {}
  if (wanted.way === 'socket') {
    const onAnswer = wanted.listens ? (turnId: string) => void (answeredAt[turnId] ??= nowMs()) : null
    const some = doors.slice(0, wanted.connections)
    await socketLoad({ ...wanted, doors: some, untilMs, talk, tally, onAnswer })
  } else if (wanted.rate > 0) await openLoop({ ...wanted, untilMs, talk, tally })
  else await closedLoop({ ...wanted, untilMs, talk, tally })
  if (wanted.askedFile) writeFileSync(wanted.askedFile, JSON.stringify({ asked: tally.asked(), answeredAt }))
  console.log(JSON.stringify(tally.report()))
}
